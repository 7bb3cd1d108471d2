"""What was typed into the page of one step: read, and said in plain words where it cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from engine.definitions.limits import MOST, Limit, LimitKind, limit_of
from engine.definitions.names import one_line
from engine.definitions.recipients import parse_recipients
from engine.definitions.step_editing import ClockEdit, StepEdit
from engine.definitions.steps import Clock, EditableStep, StepKind
from engine.definitions.subject import Subject

MOST_NAME = 200
MOST_TEXT = 5_000
NOBODY = ""
OFFICE = "partnership"
WITHOUT_SIDE = "procedures-group"
"""The role that stands on no side."""
SPARE_ROWS = 2
"""Empty rows for more recipients, as the page works without scripts."""


@dataclass
class TypedStep:
    """The step as it stands on the page, what is wrong with it, and what is to be changed."""

    values: MultiDict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    """By the id of the field."""
    edit: StepEdit = field(default_factory=StepEdit)


def shown_step(step: EditableStep) -> MultiDict[str, str]:
    """Return what the page shows of a step that nobody has changed."""
    values: MultiDict[str, str] = MultiDict(
        {
            "name": step.name,
            "documentation": step.documentation,
            "form": step.form,
            "side": step.side or OFFICE,
            "clauses": step.clauses,
        }
    )
    for role, side in recipients_of(step.recipients):
        values.add("role", role)
        values.add("recipient_side", side)
    for clock in step.clocks:
        limit = clock.limit
        values[f"kind-{clock.id}"] = limit.kind
        values[f"number-{clock.id}"] = str(limit.number or "")
        values[f"question-{clock.id}"] = limit.question
        values[f"ending-{clock.id}"] = "yes" if clock.ends_step else "no"
    return values


def recipients_of(text: str) -> list[tuple[str, str]]:
    """Return each role with its side; nobody for a list that the calling diagram gives."""
    if text.startswith("="):
        return []
    entries = [" ".join(entry.split()) for entry in text.split(";")]
    pairs = [entry.partition(" of ") for entry in entries if entry]
    return [(role, side or OFFICE) for role, _, side in pairs]


def read_step(step: EditableStep, posted: MultiDict[str, str], subject: Subject) -> TypedStep:
    """Read what was posted; `edit` counts only when there are no errors."""
    typed = TypedStep(posted)
    is_task, is_notice = step.kind is StepKind.TASK, step.kind is StepKind.NOTICE
    typed.edit = StepEdit(
        # One line: a name that is broken in the drawing stays as it is until it is changed.
        name=one_line(_text(typed, "name", "Enter a name", MOST_NAME, is_needed=True)),
        documentation=_text(typed, "documentation", "", MOST_TEXT),
        form=_form(typed, step, subject) if is_task else None,
        side=_side(typed, step) if is_task else None,
        recipients=_recipients(typed, step) if is_notice else None,
        clauses=_clauses(typed, subject),
        clocks={clock.id: edit for clock in step.clocks if (edit := _clock(typed, clock))},
    )
    return typed


def _text(typed: TypedStep, name: str, missing: str, most: int, *, is_needed: bool = False) -> str:
    text = typed.values.get(name, "").replace("\r\n", "\n").strip()
    if is_needed and not text:
        typed.errors[name] = missing
    if len(text) > most:
        typed.errors[name] = f"Write at most {most:,} characters"
    if not text.isprintable() and not text.replace("\n", "").replace("\t", "").isprintable():
        typed.errors[name] = "Take out the characters that cannot be seen"
    return text


def _form(typed: TypedStep, step: EditableStep, subject: Subject) -> str:
    key = typed.values.get("form", "")
    if key not in subject.forms and key != step.form:
        typed.errors["form"] = "Choose a form of this draft"
    return key


def _side(typed: TypedStep, step: EditableStep) -> str | None:
    side = typed.values.get("side", OFFICE)
    # No side means the office: the file stays as it is when nothing was chosen anew.
    return None if side == (step.side or OFFICE) else side


def _recipients(typed: TypedStep, step: EditableStep) -> str | None:
    if step.recipients.startswith("="):
        return None
    roles, sides = typed.values.getlist("role"), typed.values.getlist("recipient_side")
    entries = [
        role if side == OFFICE or role == WITHOUT_SIDE else f"{role} of {side}"
        for role, side in zip(roles, sides, strict=False)
        if role != NOBODY
    ]
    text = "; ".join(dict.fromkeys(entries))
    try:
        parse_recipients(text)
    except ValueError as error:
        typed.errors["role-1"] = str(error).rstrip(".")
    return text


def _clauses(typed: TypedStep, subject: Subject) -> str:
    named = typed.values.get("clauses", "").replace(",", " ").split()
    known = subject.clauses
    unknown = [clause for clause in named if known is not None and known.find(clause) is None]
    if unknown:
        typed.errors["clauses"] = f"{unknown[0]} is not in the list of clauses"
    return " ".join(dict.fromkeys(named))


def _clock(typed: TypedStep, clock: Clock) -> ClockEdit | None:
    """Read one limit; one of a frame stands at each of its steps, and is changed like any other."""
    kind = typed.values.get(f"kind-{clock.id}")
    if kind is None:
        return None
    ends_step = typed.values.get(f"ending-{clock.id}") == "yes"
    return ClockEdit(_limit(typed, clock, kind), ends_step)


def _limit(typed: TypedStep, clock: Clock, kind: str) -> Limit | None:
    number = typed.values.get(f"number-{clock.id}", "").strip()
    question = typed.values.get(f"question-{clock.id}", "")
    if kind in {LimitKind.OTHER, LimitKind.NONE} or kind not in set(LimitKind):
        return None
    if kind == LimitKind.DATE:
        if not question.isidentifier():
            typed.errors[f"question-{clock.id}"] = "Choose the question that asks for the date"
            return None
        return limit_of(LimitKind.DATE, question=question)
    if not number.isascii() or not number.isdigit() or not 0 < int(number[:9]) <= MOST:
        unit = "hours" if kind == LimitKind.HOURS else "working days"
        typed.errors[f"number-{clock.id}"] = f"Enter how many {unit}, as a whole number above 0"
        return None
    return limit_of(LimitKind(kind), int(number))


def rows_of(values: MultiDict[str, str]) -> Sequence[tuple[str, str]]:
    """Return the recipients on the page, and empty rows for more."""
    pairs = zip(values.getlist("role"), values.getlist("recipient_side"), strict=False)
    kept = [pair for pair in pairs if pair[0] != NOBODY]
    return [*kept, *[(NOBODY, "both")] * SPARE_ROWS]
