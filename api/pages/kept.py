"""Text that must not be lost: posted without a session, or to a step that has moved on."""

from collections.abc import Sequence

from flask import request, session
from werkzeug.datastructures import MultiDict

from api.kept_text import KEY
from engine.access import Actor

NOT_ANSWERS = frozenset({"csrf_token", "idempotency_key", "writer", "save"})
WRITER = "writer"

Label = str
Text = str


def kept_form(actor: Actor) -> MultiDict[str, str] | None:
    """Return what this person posted to this path after their session had ended.

    It stays kept until the person sends or saves it, so that reloading the page loses nothing.
    Text that somebody else typed on the same computer is theirs.
    """
    kept = session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    form = MultiDict((name, text) for name, text in kept["fields"])
    return form if is_written_by(actor, form) else None


def forget_kept_form() -> None:
    """Drop what was kept for this path: it has arrived."""
    if (session.get(KEY) or {}).get("path") == request.path:
        del session[KEY]


def is_written_by(actor: Actor, form: MultiDict[str, str]) -> bool:
    """Tell whether a form was opened by the person who now sends it."""
    return form.get(WRITER, str(actor.person_id)) == str(actor.person_id)


def typed_texts(form: MultiDict[str, str]) -> Sequence[tuple[Label, Text]]:
    """Return what was typed into a form, when its labels are not at hand."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), text)
        for name, text in form.items(multi=True)
        if name not in NOT_ANSWERS and text.strip()
    ]
