"""The inbox: what the person can do now, and what they did last."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from engine.queries.worklist import TaskCounts, count_open_tasks, list_done_tasks, list_open_tasks

blueprint = Blueprint("pages_inbox", __name__)

ROWS = 25
DONE_ROWS = 5


@blueprint.get("/inbox")
@open_to(SIGNED_IN)
def show_inbox() -> ResponseReturnValue:
    """Show a page of the person's tasks: danger first, then by due time."""
    engine, actor = current_engine(), required_actor()
    cursor = request.args.get("after")
    with engine.open_reading() as work:
        counts = count_open_tasks(engine, work, actor)
        page = list_open_tasks(engine, work, actor, limit=ROWS, cursor=cursor)
        done = () if cursor else list_done_tasks(engine, work, actor, limit=DONE_ROWS)
    following = page.next_cursor and url_for(".show_inbox", after=page.next_cursor)
    return render_template(
        "pages/inbox.html",
        summary=_summary(counts),
        rows=page.rows,
        done=done,
        next_url=following,
        person_id=actor.person_id,
    )


def _summary(counts: TaskCounts) -> str:
    """Return one sentence for the top: how much there is, and how much of it presses."""
    if counts.open == 0:
        return "There is nothing for you to do at the moment."
    things = "1 thing to do" if counts.open == 1 else f"{counts.open} things to do"
    pressing = []
    if counts.danger:
        pressing.append(f"{counts.danger} about a child in danger")
    if counts.overdue:
        pressing.append(f"{counts.overdue} overdue")
    return f"{things}: {' and '.join(pressing)}." if pressing else f"{things}. Nothing is overdue."
