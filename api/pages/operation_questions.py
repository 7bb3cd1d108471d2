"""The questions of an operation as inputs of a page, and what was typed into them."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.access import Actor
from engine.clock import LONDON
from engine.context import Engine
from engine.errors import InputRefusedError, OperationRefusedError
from engine.operations.acting import Asked, open_target
from engine.operations.kind import Asks, Kind, Option, Question
from forms.london import NoSuchWallTime, instant_of

PREFIX: Final = "answer-"
"""What the names of the inputs begin with, so that no question takes the name of another field."""
MOST_RADIOS: Final = 6
MOST_ASKED: Final = 20
"""In how many of many process instances is looked for what can be chosen."""


@dataclass(frozen=True)
class ShownQuestion:
    """One question with what was typed."""

    name: str
    """Of the input."""
    label: str
    hint: str
    control: str
    """`radios`, `select`, `time`, `text` or `value`."""
    options: tuple[Option, ...]
    typed: str
    is_required: bool

    @property
    def answer_in_words(self) -> str:
        """What was answered, as people read it."""
        for option in self.options:
            if option.value == self.typed:
                return option.text
        return self.typed.replace("T", ", ") if self.control == "time" else self.typed


def typed_answers(kind: Kind, sent: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed, by question; empty where nothing was."""
    return {one.key: str(sent.get(PREFIX + one.key, "")).strip() for one in kind.questions}


def read_answers(kind: Kind, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers as an operation takes them: times with their offset, values as JSON.

    Raises:
        InputRefusedError: a time is none.
    """
    return {one.key: _read(one, typed[one.key]) for one in kind.questions if typed.get(one.key)}


def show_questions(
    engine: Engine,
    actor: Actor,
    kind: Kind,
    instance_ids: Sequence[uuid.UUID],
    typed: Mapping[str, str],
) -> tuple[ShownQuestion, ...]:
    """Return the questions; what can be chosen is what any of the process instances offers.

    Raises:
        NotFoundError: a process instance is not the actor's to act on.
    """
    found: dict[str, dict[str, Option]] = {one.key: {} for one in kind.questions}
    asking = [one for one in kind.questions if one.options is not None]
    given = {**dict.fromkeys(found), **{key: value or None for key, value in typed.items()}}
    for instance_id in instance_ids[:MOST_ASKED] if asking else ():
        # Only looked at: leaving the block without a commit takes the lock back.
        with engine.open_unit_of_work() as work:
            target = open_target(engine, work, actor, instance_id, Asked(kind, given, reason=""))
            for question in asking:
                for option in _options(question, target):
                    found[question.key].setdefault(option.value, option)
    return tuple(
        _show(one, tuple(found[one.key].values()), typed.get(one.key, "")) for one in kind.questions
    )


def _options(question: Question, target: Any) -> tuple[Option, ...]:
    try:
        return question.options(target) if question.options else ()
    except OperationRefusedError:
        # It offers nothing to choose here; the preview says why it cannot be done.
        return ()


def _show(question: Question, options: tuple[Option, ...], typed: str) -> ShownQuestion:
    return ShownQuestion(
        name=PREFIX + question.key,
        label=question.label,
        hint=question.hint,
        control=_control(question, options),
        options=options,
        typed=typed,
        is_required=question.is_required,
    )


def _control(question: Question, options: tuple[Option, ...]) -> str:
    if question.asks is Asks.TIME:
        return "time"
    if options:
        return "radios" if len(options) <= MOST_RADIOS and question.is_required else "select"
    if question.options is not None and question.asks in (Asks.ELEMENT, Asks.CHOICE):
        return "nothing"
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
