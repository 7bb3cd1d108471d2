"""A person's own notices: the list, and what has been read."""

from typing import Any
from uuid import UUID

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.notices import (
    MarkedNoticesSchema,
    NoticePageSchema,
    NoticePlaceSchema,
    NoticeQuerySchema,
    TakeBackSchema,
    TakenBackSchema,
)
from engine.queries.notice_places import NoticePlace, find_notice_place
from engine.queries.notices import NoticeFilter, NoticePage, list_notices
from engine.runtime.notices import (
    MarkedNotices,
    mark_all_notices_read,
    mark_notice_read,
    take_back_marking,
)

notices = Resource("notices", "What you have been told.")


@notices.route("/notices", methods=["GET"])
@open_to(SIGNED_IN)
@notices.arguments(NoticeQuerySchema, location="query")
@notices.response(200, NoticePageSchema)
@notices.refuses(401, 422)
def show_list(query: dict[str, Any]) -> NoticePage:
    """List your notices, the newest first."""
    engine = current_engine()
    wanted = NoticeFilter(
        only_unread=query["show"] == "unread",
        only_danger=query["show"] == "danger",
        reference=query["reference"],
    )
    with reading() as work:
        return list_notices(
            engine,
            work,
            required_actor(),
            wanted=wanted,
            limit=query["limit"],
            cursor=query["cursor"],
        )


@notices.route("/notices/<uuid:notice_id>/read", methods=["POST"])
@open_to(SIGNED_IN)
@notices.response(200, NoticePlaceSchema)
@notices.refuses(401, 404)
def mark_read(notice_id: UUID) -> NoticePlace:
    """Mark one notice as read, and say where it leads."""
    engine, actor = current_engine(), required_actor()
    mark_notice_read(engine, actor, notice_id)
    with reading() as work:
        return find_notice_place(work, actor, notice_id)


@notices.route("/notices/read", methods=["POST"])
@open_to(SIGNED_IN)
@notices.response(200, MarkedNoticesSchema)
@notices.refuses(401)
def mark_all_read() -> MarkedNotices:
    """Mark all your notices as read, those of danger excepted."""
    return mark_all_notices_read(current_engine(), required_actor())


@notices.route("/notices/unread", methods=["POST"])
@open_to(SIGNED_IN)
@notices.arguments(TakeBackSchema)
@notices.response(200, TakenBackSchema)
@notices.refuses(401, 422)
def take_back(body: dict[str, Any]) -> dict[str, int]:
    """Take back that all were marked as read."""
    count = take_back_marking(current_engine(), required_actor(), body["read_at"])
    return {"count": count}
