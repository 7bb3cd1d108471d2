"""The calendar feed of a person's due times, for calendar programs: its address is the key."""

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from api.access import EVERYBODY, open_to
from api.extensions import current_engine
from api.pages.due_calendar import CONTENT_TYPE, write_calendar
from api.reading import reading
from api.security import let_reader_keep
from engine.context import Engine
from engine.queries.actors import load_actor
from engine.queries.due_times import DueTask, list_due_tasks
from engine.runtime.calendar_feeds import find_feed_owner

blueprint = Blueprint("pages_calendar_feed", __name__)

NOTHING = "There is no calendar at this address.\n"


@blueprint.get("/calendar/<secret>.ics")
@open_to(EVERYBODY)
def show_calendar(secret: str) -> ResponseReturnValue:
    """Return the due times of whoever made the address, as long as they may see them."""
    engine = current_engine()
    tasks = _due_tasks(engine, secret)
    if tasks is None:
        # The same for every wrong address, without the path and without who is logged in here.
        return Response(NOTHING, 404, mimetype="text/plain")
    answer = make_response(write_calendar(tasks, engine.settings.base_url))
    answer.headers["Content-Type"] = CONTENT_TYPE
    answer.headers["Content-Disposition"] = 'inline; filename="concord.ics"'
    answer.add_etag()
    let_reader_keep()
    return answer.make_conditional(request)


def _due_tasks(engine: Engine, secret: str) -> tuple[DueTask, ...] | None:
    with reading() as work:
        person_id = find_feed_owner(work, secret)
        if person_id is None:
            return None
        actor = load_actor(work, person_id, engine.clock.now())
        return list_due_tasks(engine, work, actor)
