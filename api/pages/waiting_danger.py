"""What every page says first: a child may be in danger, and this person has not looked yet."""

from collections.abc import Sequence

from flask import request

from api.auth import current_actor
from api.reading import reading
from engine.queries.notice_places import DangerWaiting, list_danger_waiting


def danger_waiting() -> Sequence[DangerWaiting]:
    """Return the open alerts that the person has not read of, but not the one on this page."""
    actor = current_actor()
    if actor is None:
        return ()
    with reading() as work:
        waiting = list_danger_waiting(work, actor)
    shown = (request.view_args or {}).get("user_task_id")
    return tuple(one for one in waiting if shown not in one.task_ids)
