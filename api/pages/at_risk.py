"""What somebody had typed into a form whose request then failed; the error page shows it."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import request

from api.auth import current_actor
from api.pages.kept import typed_texts
from api.pages.said import LabelledText
from api.pages.task_views import find_task
from api.pages.typed import label_texts
from engine.errors import EngineError

FORMS_OF_TASKS = "pages_tasks"
FORMS = frozenset(
    {
        FORMS_OF_TASKS,
        "pages_comments",
        "pages_closing",
        "pages_handing_over",
        "pages_workshop_files",
        "pages_workshop_review",
    }
)


def texts_at_risk(status: int) -> Sequence[LabelledText]:
    """Return what was typed into a form whose request failed with this HTTP status.

    Only when the form came from one of our own pages: another site must not put words, and a
    button to send them, before somebody.
    """
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or request.blueprint not in FORMS:
        return ()
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return ()
    # After a failure of ours nothing is looked up: that might be what failed.
    return typed_texts(request.form) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else _labelled()


def _labelled() -> Sequence[LabelledText]:
    actor = current_actor()
    if actor is None or request.blueprint != FORMS_OF_TASKS:
        return typed_texts(request.form)
    try:
        task = find_task(actor, (request.view_args or {})["user_task_id"])
    except EngineError:
        return typed_texts(request.form)
    return label_texts(actor, task, request.form)
