"""What people may set at a question, each in plain words: the same list for every editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.fields import COMPONENT_TYPES, QUESTION_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

QUESTIONS = frozenset(QUESTION_TYPES)
CHOICES = frozenset({"radio", "select", "checklist"})
TEXTS = frozenset({"textfield", "textarea"})
DATES = frozenset({"datetime"})
_WORDS = frozenset({"text"})
_GROUPS = frozenset({"group"})
_NOT_DATES = QUESTIONS - DATES

TYPE_NAMES: Mapping[str, str] = {
    "text": "Words between the questions",
    "textfield": "One line of text",
    "textarea": "Several lines of text",
    "number": "A number",
    "radio": "One of a few answers, all in view",
    "select": "One of many answers, in a list that opens",
    "checkbox": "One box to tick",
    "checklist": "Any number of answers, with boxes to tick",
    "datetime": "A date, or a date and a time",
    "group": "A heading with questions below it",
}
"""The field types as people call them."""


@dataclass(frozen=True)
class Member:
    """One thing that can be set at a component of some types.

    `kind`: line, lines, flag, whole, number, choice, options or feel.
    """

    path: str
    """The member of the JSON; a full stop leads into an object, as in `validate.required`."""
    label: str
    kind: str
    types: frozenset[str]
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """Value and words; the first is what holds when nothing is said."""
    part: str = "question"
    """Under which heading of `PARTS` it stands."""

    @property
    def name(self) -> str:
        """The name of its input on a page."""
        return self.path.replace(".", "-")


PARTS: Mapping[str, str] = {
    "question": "The question",
    "answer": "What a right answer is",
    "asked": "When it is asked",
    "readers": "Who reads the answer, and what it does",
    "more": "More",
}

_YES = (("", "No"), ("yes", "Yes"))

MEMBERS: tuple[Member, ...] = (
    Member("label", "Question", "line", _NOT_DATES, "As people read it."),
    Member("dateLabel", "Question", "line", DATES, "As people read it."),
    Member("label", "Heading", "line", _GROUPS),
    Member(
        "text", "Words", "lines", _WORDS, "Headings begin with #, lists with -, bold is **bold**."
    ),
    Member("description", "Hint", "line", QUESTIONS, "A sentence below the question."),
    Member("validate.required", "It must be answered", "flag", QUESTIONS),
    Member(
        "values",
        "Answers to choose from",
        "options",
        CHOICES,
        "One in a line: the short name under which it is kept, a colon, and what people read, as "
        "in “yes: Yes”. Keep the short name when only the words change.",
    ),
    Member(
        "valuesKey",
        "Or a list of the directory",
        "choice",
        CHOICES,
        choices=(
            ("", "The answers above"),
            ("agency_options", "The agencies of the case’s partnership"),
            ("own_agency_options", "The agencies of the person who fills it in"),
            ("person_options", "Senior managers, departmental heads and chairs"),
        ),
    ),
    Member(
        "subtype",
        "What is asked",
        "choice",
        DATES,
        choices=(("date", "A date"), ("datetime", "A date and a time")),
    ),
    Member("validate.minLength", "Fewest characters", "whole", TEXTS, part="answer"),
    Member("validate.maxLength", "Most characters", "whole", TEXTS, part="answer"),
    Member(
        "validate.pattern",
        "Pattern that it has to fit",
        "line",
        TEXTS,
        "A regular expression. Let the hint say what fits.",
        part="answer",
    ),
    Member("validate.min", "Smallest number", "number", frozenset({"number"}), part="answer"),
    Member("validate.max", "Largest number", "number", frozenset({"number"}), part="answer"),
    Member(
        "decimalDigits", "Digits after the point", "whole", frozenset({"number"}), part="answer"
    ),
    Member(
        "properties.notBefore",
        "Not before",
        "feel",
        DATES,
        "For example =stage_started_at or =today().",
        part="answer",
    ),
    Member("properties.notAfter", "Not after", "feel", DATES, "For example =now().", part="answer"),
    Member(
        "properties.rule",
        "Rule that the answers must keep together",
        "feel",
        QUESTIONS,
        "For example =receiving_agency != raising_agency.",
        part="answer",
    ),
    Member(
        "properties.ruleMessage", "What to say when they do not", "line", QUESTIONS, part="answer"
    ),
    Member(
        "properties.errorName",
        "What messages call the answer",
        "line",
        QUESTIONS,
        "Begin small, with an article: “the date of the contact” gives “Enter the date of the "
        "contact”.",
        part="answer",
    ),
    Member(
        "properties.personalData",
        "Names, dates of birth and NHS numbers in the text",
        "choice",
        TEXTS,
        choices=(
            ("", "Are questioned: the writer changes them, or says why they stay"),
            ("expected", "Are what the question is for"),
        ),
        part="answer",
    ),
    Member(
        "conditional.hide",
        "Leave it out while",
        "feel",
        QUESTIONS | _GROUPS | _WORDS,
        'For example =s1_outcome != "not_resolved". Empty: it is always asked.',
        part="asked",
    ),
    Member(
        "properties.conditionHint",
        "When to answer, in words",
        "line",
        QUESTIONS | _GROUPS,
        "For people whose browser cannot hide the question.",
        part="asked",
    ),
    Member(
        "properties.visibleTo",
        "Who reads the answer",
        "choice",
        QUESTIONS,
        choices=(
            ("", "The agencies in the case"),
            ("case+bm", "The agencies in the case and the partnership’s office"),
            ("own agency", "The writer’s own agency alone"),
        ),
        part="readers",
    ),
    Member(
        "properties.variable",
        "The diagram can ask about the answer",
        "choice",
        QUESTIONS,
        choices=(("", "As usual: yes, but not for long texts"), ("yes", "Yes"), ("no", "No")),
        part="readers",
    ),
    Member(
        "properties.reference",
        "The answer names",
        "choice",
        QUESTIONS,
        choices=(
            ("", "Nobody in the directory"),
            ("agency", "An agency"),
            ("person", "A person"),
        ),
        part="readers",
    ),
    Member(
        "properties.sendsMessage",
        "Message that an answer sends",
        "line",
        QUESTIONS,
        "For example yes=ImmediateDanger.",
        part="readers",
    ),
    Member(
        "properties.meetsLimit",
        "Limits that this moment meets",
        "line",
        DATES,
        "The ids of the clocks in the diagram, with blanks between them.",
        part="readers",
    ),
    Member(
        "properties.tells",
        "Role in the writer’s agency that is told",
        "line",
        QUESTIONS,
        "For example yes=line-manager.",
        part="readers",
    ),
    Member("properties.tellsTemplate", "With which text", "line", QUESTIONS, part="readers"),
    Member(
        "properties.setsCase",
        "The answer counts for the whole case",
        "choice",
        QUESTIONS,
        "At a step that a message began.",
        choices=_YES,
        part="readers",
    ),
    Member(
        "properties.identityHint",
        "It helps the other agency to find the child",
        "choice",
        QUESTIONS,
        "Kept apart, encrypted, deleted when the case closes.",
        choices=_YES,
        part="readers",
    ),
    Member(
        "properties.childNumber",
        "It is a case number of the child",
        "choice",
        TEXTS,
        choices=_YES,
        part="readers",
    ),
    Member(
        "key",
        "Name under which the answer is kept",
        "line",
        QUESTIONS,
        "Small letters, digits and _. Never change it when only the words change.",
        part="more",
    ),
    Member(
        "properties.defaultExpression",
        "Filled in beforehand with",
        "feel",
        QUESTIONS,
        "For example =actor_agency.",
        part="more",
    ),
    Member("readonly", "It is shown and takes no answer", "flag", QUESTIONS, part="more"),
)
"""In the order in which an editor shows them."""

IN_TABLE = ("label", "dateLabel", "text", "description", "validate.required", "values")
"""Paths of what the table of all questions shows; the rest stands at each question."""


def members_of(kind: str) -> tuple[Member, ...]:
    """Return what can be set at a component of this type."""
    return tuple(member for member in MEMBERS if kind in member.types)


def is_known(kind: object) -> bool:
    """Tell whether Concord knows this type of component."""
    return isinstance(kind, str) and kind in COMPONENT_TYPES
