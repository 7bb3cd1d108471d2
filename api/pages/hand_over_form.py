"""The form by which a task is handed over: what was typed into it, and how it is shown."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from api.pages.kept import KEPT_ID
from api.pages.questions import Typed, read_typed
from api.pages.shown_form import fields_of, is_question, summary_of
from engine.definitions.application_forms import HAND_OVER, application_form
from engine.english import role_in_words
from engine.errors import FieldProblem
from engine.runtime.comments import TEXT
from engine.runtime.handing_over import NOBODY, TO, HandOver
from engine.runtime.task_colleagues import TaskColleague
from forms.errors import FieldError
from forms.posted import read_posted

LONGEST_ID: Final = 10
"""Digits that the id of a person may have."""


@dataclass(frozen=True)
class TypedHandOver:
    """What was typed into the form."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    said: Typed = field(default_factory=Typed)
    kept_id: str = ""

    @property
    def note(self) -> str:
        """The note to the colleague."""
        return str(self.answers.get(TEXT) or "")

    @property
    def hand_over(self) -> HandOver:
        """What is wanted."""
        chosen = str(self.answers.get(TO) or "")
        to = int(chosen) if chosen.isdecimal() and len(chosen) <= LONGEST_ID else NOBODY
        return HandOver(to, self.note, self.said.reasons)


NOTHING_TYPED: Final = TypedHandOver()


@dataclass(frozen=True)
class HandOverForm:
    """The form as a page shows it."""

    colleagues: tuple[TaskColleague, ...]
    typed: TypedHandOver
    problems: tuple[FieldProblem, ...]
    person_id: int
    idempotency_key: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def fields(self) -> Markup:
        """The two questions, with what is asked about the note."""
        context = _context(self.colleagues)
        return fields_of(HAND_OVER, self.typed.answers, self.typed.said, self.problems, context)

    @property
    def summary(self) -> list[dict[str, str]]:
        """The problems for the error summary."""
        return summary_of(self.problems)

    @property
    def is_question(self) -> bool:
        """Whether something is asked, and nothing is refused."""
        return is_question(self.problems)

    @property
    def away(self) -> list[TaskColleague]:
        """Colleagues who could do it and are away."""
        return [one for one in self.colleagues if one.away_until is not None]

    @property
    def can_be_chosen(self) -> bool:
        """Whether there is anybody to choose."""
        return len(self.away) < len(self.colleagues)


def read_hand_over(posted: MultiDict[str, str], *, kept_id: str = "") -> TypedHandOver:
    """Return what was posted."""
    return TypedHandOver(
        answers=read_posted(application_form(HAND_OVER), posted),
        said=read_typed(posted),
        kept_id=kept_id or posted.get(KEPT_ID, ""),
    )


def on_page(problem: FieldProblem) -> FieldProblem:
    """Return a refusal of the verb with the place on the page to go to."""
    if problem.key != TO:
        return problem
    anchor = application_form(HAND_OVER).questions[TO].anchor
    return FieldError(TO, problem.message, anchor)


def _context(colleagues: Sequence[TaskColleague]) -> dict[str, list[dict[str, str]]]:
    options = [
        {"value": str(one.person_id), "label": _label(one)}
        for one in colleagues
        if one.away_until is None
    ]
    return {"colleague_options": options}


def _label(colleague: TaskColleague) -> str:
    role = f", {role_in_words(colleague.group.role)}"
    absent = colleague.deputy_for
    return f"{colleague.name}, deputy for {absent}" if absent else f"{colleague.name}{role}"
