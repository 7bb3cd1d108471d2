"""The form in which a comment is written: what was typed into it, and how it is shown."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from api.pages.kept import KEPT_ID
from api.pages.questions import Typed, read_typed
from api.pages.shown_form import fields_of, is_question, summary_of
from engine.definitions.application_forms import COMMENT, application_form
from engine.english import listed
from engine.errors import FieldProblem
from engine.runtime.comment_place import CommentPlace
from engine.runtime.comments import TEXT, NewComment
from forms.errors import AnswersRefused, FieldError
from forms.posted import read_posted
from forms.validation import validate_answers

READERS: Final = "readers"
OWN_AGENCY: Final = "own_agency"
WHO: Final = (OWN_AGENCY, "case")
"""The answers to the question who can read it. Nothing is chosen for the writer."""
CHOOSE: Final = "Select who can read your comment"
WHO_READS: Final = "Who can read your comment?"
OFFICE_READS_NOT: Final = (
    "What only your own agency can read, nobody else learns of. The partnership’s office reads "
    "no comment of the agencies."
)
TASK: Final = "user_task_id"


@dataclass(frozen=True)
class TypedComment:
    """What was typed into the form."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    readers: str = ""
    task: str = ""
    """The id of the task that it stands beside; empty: beside none."""
    said: Typed = field(default_factory=Typed)
    kept_id: str = ""

    def problems(self) -> list[FieldProblem]:
        """Return what is wrong, in the order of the page."""
        found: list[FieldProblem] = []
        if self.readers not in WHO:
            found.append(FieldError(READERS, CHOOSE, READERS))
        try:
            validate_answers(application_form(COMMENT), self.answers, {}, {})
        except AnswersRefused as refused:
            found.extend(refused.errors)
        return found

    def comment(self) -> NewComment:
        """Return the comment, once nothing is wrong with it."""
        return NewComment(
            text=str(self.answers[TEXT]),
            own_agency_only=self.readers == OWN_AGENCY,
            user_task_id=uuid.UUID(self.task) if self.task else None,
            kept_reasons=self.said.reasons,
        )


NOTHING_TYPED: Final = TypedComment()


@dataclass(frozen=True)
class CommentForm:
    """The form as a page shows it."""

    place: CommentPlace
    agencies: tuple[str, ...]
    typed: TypedComment
    problems: tuple[FieldProblem, ...]
    person_id: int
    idempotency_key: str

    @property
    def fields(self) -> Markup:
        """The question for the text, with what is asked about it."""
        return fields_of(COMMENT, self.typed.answers, self.typed.said, self.problems)

    @property
    def summary(self) -> list[dict[str, str]]:
        """The problems for the error summary."""
        return summary_of(self.problems)

    @property
    def is_question(self) -> bool:
        """Whether something is asked, and nothing is refused."""
        return is_question(self.problems)

    @property
    def readers(self) -> dict[str, Any]:
        """The radios that ask who can read it."""
        wrong = [one.message for one in self.problems if one.key == READERS]
        everybody = f"Everybody in the case: {listed(self.agencies)}"
        words = {OWN_AGENCY: f"Only {self.place.agency_name}", "case": everybody}
        return {
            "name": READERS,
            "idPrefix": READERS,
            "fieldset": {"legend": {"text": WHO_READS, "classes": "govuk-fieldset__legend--s"}},
            "hint": {"text": OFFICE_READS_NOT},
            "errorMessage": {"text": wrong[0]} if wrong else None,
            "items": [
                {"value": value, "text": words[value], "checked": value == self.typed.readers}
                for value in WHO
            ],
        }


def read_comment(posted: MultiDict[str, str], *, kept_id: str = "") -> TypedComment:
    """Return what was posted."""
    return TypedComment(
        answers=read_posted(application_form(COMMENT), posted),
        readers=posted.get(READERS, ""),
        task=known_id(posted.get(TASK, "")),
        said=read_typed(posted),
        kept_id=kept_id or posted.get(KEPT_ID, ""),
    )


def known_id(text: str) -> str:
    """Return the id of a task as it was given in an address or a form; empty when it is none."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
