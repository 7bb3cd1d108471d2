"""The person's own notices."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from engine.queries.notices import NoticeRow, list_notices
from engine.runtime.notices import mark_all_notices_read

blueprint = Blueprint("pages_notices", __name__)

ROWS = 25


@dataclass(frozen=True)
class _Notice:
    """A notice with its text in paragraphs, without the link that only an e-mail needs."""

    row: NoticeRow
    paragraphs: tuple[str, ...]


@blueprint.get("/notices")
@open_to(SIGNED_IN)
def list_all_notices() -> ResponseReturnValue:
    """Show a page of the person's notices, the newest first."""
    engine, actor = current_engine(), required_actor()
    with engine.open_reading() as work:
        page = list_notices(engine, work, actor, limit=ROWS, cursor=request.args.get("after"))
    following = page.next_cursor and url_for(".list_all_notices", after=page.next_cursor)
    return render_template(
        "pages/notices.html",
        notices=[_notice(row) for row in page.rows],
        has_unread=any(row.read_at is None for row in page.rows),
        next_url=following,
    )


@blueprint.post("/notices/read")
@open_to(SIGNED_IN)
def mark_read() -> ResponseReturnValue:
    """Mark all of the person's notices as read."""
    mark_all_notices_read(current_engine(), required_actor())
    return redirect(url_for(".list_all_notices"))


def _notice(row: NoticeRow) -> _Notice:
    paragraphs = [text for text in row.body.split("\n\n") if "://" not in text]
    return _Notice(row, tuple(paragraphs))
