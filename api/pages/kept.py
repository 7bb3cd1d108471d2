"""Text that must not be lost: posted without a session, or to a step that has moved on."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import MultiDict

from api.kept_text import forget_kept_text, kept_texts
from api.pages.naming import name_in_words
from engine.access import Actor

WRITER = "writer"
KEPT_ID = "kept_id"
SEEN = "draft_seen"
"""The input that says which draft the page goes on from: when it was saved."""
SAVE, TAKE_OVER = "save", "take_over"
"""The names of buttons beside the one that sends."""
NOT_ANSWERS = frozenset({"csrf_token", "idempotency_key", WRITER, KEPT_ID, SEEN, SAVE, TAKE_OVER})
TASKS = "/tasks/"
OF_A_DRAFT = re.compile(r"/workshop/drafts/([0-9a-f-]{36})/.+")
OF_AN_ACT = re.compile(r"/operations/acts/([a-z_]+)")
OF_A_CASE = re.compile(r"/cases/([^/]+)/(comments|closing)")
NOTHING_SENT = "You had been logged out. Here is what you typed; nothing has been sent yet."
OTHER_WRITER = "Somebody else typed this on the same computer. It has not been sent."
NAMES = {"comments": "Your comment", "closing": "Your reasons for closing the case"}
"""What such a text is, by the end of its path."""

Label = str
Text = str


@dataclass(frozen=True)
class KeptForm:
    """A form that somebody sent after their session had ended."""

    id: str
    path: str
    fields: MultiDict[str, str]

    @property
    def task_id(self) -> uuid.UUID:
        """The task to whose form it belongs, when it is of nothing else."""
        return uuid.UUID(self.path.removeprefix(TASKS).partition("/")[0])

    @property
    def in_case(self) -> tuple[str, str] | None:
        """What it is and the reference of the case, when it belongs to no task."""
        found = OF_A_CASE.fullmatch(self.path)
        return (NAMES[found[2]], found[1]) if found else None

    @property
    def in_act(self) -> str | None:
        """The kind of operation to which it belongs, when it is from the operations room."""
        found = OF_AN_ACT.fullmatch(self.path)
        return found[1] if found else None

    @property
    def in_draft(self) -> uuid.UUID | None:
        """The procedure draft to which it belongs, when it is from the workshop."""
        found = OF_A_DRAFT.fullmatch(self.path)
        return uuid.UUID(found[1]) if found else None


def kept_forms(actor: Actor) -> Sequence[KeptForm]:
    """Return what this person sent after their session had ended, the newest first.

    It stays kept until the person sends or saves it, so that reloading the page loses nothing.
    Text that somebody else typed on the same computer is theirs.
    """
    forms = [
        KeptForm(
            text["id"], text["path"], MultiDict((name, typed) for name, typed in text["fields"])
        )
        for text in reversed(kept_texts())
    ]
    return [form for form in forms if is_written_by(actor, form.fields)]


def kept_here(actor: Actor) -> Sequence[KeptForm]:
    """Return those of a person's kept forms that were sent to the page being shown."""
    return [form for form in kept_forms(actor) if form.path == request.path]


def forget_kept_form() -> None:
    """Drop the text from which the form that was just taken had been filled in."""
    forget_kept_text(request.form.get(KEPT_ID, ""))


def is_written_by(actor: Actor, form: MultiDict[str, str]) -> bool:
    """Tell whether a form was opened by the person who now sends it."""
    return form.get(WRITER, str(actor.person_id)) == str(actor.person_id)


def typed_texts(form: MultiDict[str, str]) -> Sequence[tuple[Label, Text]]:
    """Return what was typed into a form, when its labels are not at hand."""
    return [
        (name_in_words(name), text)
        for name, text in form.items(multi=True)
        if name not in NOT_ANSWERS and text.strip()
    ]
