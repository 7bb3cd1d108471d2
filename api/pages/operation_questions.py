"""The questions of an operation as inputs of a page, and what was typed into them."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from api.pages.operation_fields import NOTHING, ShownFields, is_one_form, show_fields
from engine.access import Actor
from engine.clock import LONDON
from engine.context import Engine
from engine.errors import InputRefusedError, OperationRefusedError
from engine.operations.acting import Asked, open_target
from engine.operations.kind import AskedForm, Asks, Kind, Option, Question
from engine.operations.target import Target
from forms.london import NoSuchWallTime, instant_of

PREFIX: Final = "answer-"
"""What the names of the inputs begin with, so that no question takes the name of another field."""
MOST_RADIOS: Final = 6
MOST_ASKED: Final = 20
"""In how many of many process instances is looked for what can be chosen."""
PAGE: Final = f"{PREFIX}page"
"""The input that says which page of questions was sent."""
FIRST: Final = "first"
SECOND: Final = "second"


@dataclass(frozen=True)
class ShownQuestion:
    """One question with what was typed."""

    name: str
    """Of the input."""
    label: str
    hint: str
    control: str
    """`radios`, `select`, `time`, `text`, `value`, `fields`, or `nothing` to choose."""
    options: tuple[Option, ...]
    typed: str
    is_required: bool
    page: str
    """`first`, or `second`: another question has to be answered before."""
    key: str
    fields: Markup | None = None
    """The fields of a form, where they ask."""
    said: tuple[tuple[str, str], ...] = ()
    """What was answered in them: label and words."""

    @property
    def answers_in_words(self) -> tuple[tuple[str, str], ...]:
        """What was asked and answered, as people read it."""
        if self.said or not self.typed:
            return self.said
        chosen = {option.value: option.text for option in self.options}
        typed = self.typed.replace("T", ", ") if self.control == "time" else self.typed
        return ((self.label, chosen.get(self.typed, typed)),)


def typed_answers(kind: Kind, sent: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed, by question; empty where nothing was."""
    return {one.key: str(sent.get(PREFIX + one.key, "")).strip() for one in kind.questions}


def read_answers(kind: Kind, shown: Iterable[ShownQuestion]) -> dict[str, Any]:
    """Return the answers as an operation takes them: times with their offset, values as JSON.

    Raises:
        InputRefusedError: a time is none.
    """
    typed = {one.key: one.typed for one in shown}
    return {one.key: _read(one, typed[one.key]) for one in kind.questions if typed[one.key]}


def show_questions(
    engine: Engine,
    actor: Actor,
    kind: Kind,
    instance_ids: Sequence[uuid.UUID],
    sent: MultiDict[str, str],
) -> tuple[ShownQuestion, ...]:
    """Return the questions; what can be chosen is what any of the process instances offers.

    Raises:
        NotFoundError: a process instance is not the actor's to act on.
    """
    typed = typed_answers(kind, sent)
    found: dict[str, dict[str, Option]] = {one.key: {} for one in kind.questions}
    forms: dict[str, list[AskedForm | None]] = {one.key: [] for one in kind.questions}
    drawn: dict[str, ShownFields] = {}
    asking = [one for one in kind.questions if not one.after or typed[one.after]]
    looked_at = [one for one in asking if one.options is not None or one.form is not None]
    given = {key: value or None for key, value in typed.items()}
    posted = sent if sent.get(PAGE) == SECOND else None
    for instance_id in instance_ids[:MOST_ASKED] if looked_at else ():
        # Only looked at: leaving the block without a commit takes the lock back.
        with engine.open_unit_of_work() as work:
            target = open_target(engine, work, actor, instance_id, Asked(kind, given, reason=""))
            for question in looked_at:
                for option in _options(question, target):
                    found[question.key].setdefault(option.value, option)
                asked = _form(question, target)
                forms[question.key].append(asked)
                if asked is not None and question.key not in drawn:
                    # Its functions read the directory: the fields are drawn while they can.
                    drawn[question.key] = show_fields(asked, typed[question.key], posted)
    return tuple(
        _show(
            one,
            tuple(found[one.key].values()),
            typed[one.key],
            drawn.get(one.key) if is_one_form(forms[one.key]) else None,
        )
        for one in kind.questions
    )


def _options(question: Question, target: Target) -> tuple[Option, ...]:
    try:
        return question.options(target) if question.options else ()
    except OperationRefusedError:
        # It offers nothing to choose here; the preview says why it cannot be done.
        return ()


def _form(question: Question, target: Target) -> AskedForm | None:
    try:
        return question.form(target) if question.form else None
    except OperationRefusedError:
        return None


def _show(
    question: Question,
    options: tuple[Option, ...],
    typed: str,
    fields: ShownFields | None,
) -> ShownQuestion:
    return ShownQuestion(
        name=PREFIX + question.key,
        label=question.label,
        hint=question.hint,
        control=fields.control if fields else _control(question, options),
        options=options,
        typed=fields.typed if fields else typed,
        is_required=question.is_required,
        page=SECOND if question.after else FIRST,
        key=question.key,
        fields=fields.html if fields else None,
        said=fields.said if fields else (),
    )


def _control(question: Question, options: tuple[Option, ...]) -> str:
    if question.asks is Asks.TIME:
        return "time"
    if options:
        return "radios" if len(options) <= MOST_RADIOS and question.is_required else "select"
    if question.options is not None and question.asks in (Asks.ELEMENT, Asks.CHOICE):
        return NOTHING
    return "value" if question.asks is Asks.VALUE else "text"


def _read(question: Question, typed: str) -> Any:
    if question.asks is Asks.TIME:
        return _instant(question, typed)
    if question.asks is Asks.VALUE:
        try:
            return json.loads(typed)
        except ValueError:
            return typed
    return typed


def _instant(question: Question, typed: str) -> str:
    """Return a London wall time, or an instant with its offset, with the offset."""
    try:
        at = datetime.fromisoformat(typed)
        return (at if at.tzinfo else instant_of(at)).astimezone(LONDON).isoformat()
    except NoSuchWallTime:
        message = "The clocks went forward over that time. Choose another one."
    except (ValueError, OverflowError):
        message = f"Enter a date and a time for “{question.label}”."
    raise InputRefusedError(message)
