"""The main process, what may happen at any time, and what steps call: tables of steps and more."""

from collections.abc import Iterator

from engine.definitions.documentation.model import (
    CarriedClause,
    Decision,
    Documentation,
    Part,
    Step,
    StepKind,
)
from engine.english import listed, sentence
from engine.records.blocks import Block, Cell, Heading, Paragraph, Section, Table
from engine.records.words import NOTHING

STEPS = ("No.", "Step and what to do", "Who", "Form", "Time limit", "Who is told", "Clauses")
STEP_WIDTHS = (0.5, 2.7, 1.6, 2.2, 1.6, 1.7, 2.8)
DECISIONS = ("Question", "Answer", "When", "Leads to")
DECISION_WIDTHS = (2.6, 1.2, 3.6, 2.2)
ENDS = ("End", "What it means")
END_WIDTHS = (2.0, 5.0)
KINDS: dict[StepKind, str] = {
    "frame": "A part of the stage; its steps follow",
    "other": "Concord waits here",
}
NO_STEPS = "There are no steps."
OTHERWISE = "Otherwise"


def part_sections(documentation: Documentation) -> Iterator[Section]:
    """Yield a section for each part: the main one first, then messages, then what is called."""
    for part in documentation.parts:
        title = "Steps" if part.kind == "main" and _is_only_main(documentation) else part.title
        yield Section(title, tuple(_blocks(part)))


def _is_only_main(documentation: Documentation) -> bool:
    return sum(part.kind == "main" for part in documentation.parts) == 1


def _blocks(part: Part) -> Iterator[Block | Heading]:
    if part.kind != "main" and part.about:
        yield Paragraph(part.about)
    if part.begins:
        yield Paragraph(part.begins)
    if part.called_from:
        yield Paragraph(f"Runs within {listed(part.called_from)}.")
    if not part.groups:
        yield Paragraph(NO_STEPS)
    for group in part.groups:
        yield Heading(group.title or "Steps")
        yield Table(STEPS, tuple(_row(step) for step in group.steps), STEP_WIDTHS)
    if part.decisions:
        yield Heading("Questions, and where each answer leads")
        rows = tuple(row for decision in part.decisions for row in _answers(decision))
        yield Table(DECISIONS, rows, DECISION_WIDTHS)
    if part.ends:
        yield Heading("How it can end")
        rows = tuple((Cell(end.name, "", end.element_id), end.explained) for end in part.ends)
        yield Table(ENDS, rows, END_WIDTHS)


def _row(step: Step) -> tuple[str | Cell, ...]:
    to_do = (step.to_do, f"Next: {step.leads_to}.")
    who = (KINDS.get(step.kind, ""), *step.who)
    return (
        str(step.number),
        Cell(step.name, _lines(to_do), step.element_id),
        _lines(who) or NOTHING,
        _form(step),
        _lines(f"{limit.length}. {limit.effect}".strip() for limit in step.limits) or NOTHING,
        _lines(f"{told}." for told in step.told) or NOTHING,
        _clauses(step.clauses),
    )


def _form(step: Step) -> str | Cell:
    if step.form is None:
        return NOTHING
    return Cell(step.form.title, _lines(f"• {label}" for label in step.form.questions))


def _clauses(clauses: tuple[CarriedClause, ...]) -> str:
    return _lines(f"{one.id}: {one.paraphrase}".removesuffix(": ") for one in clauses) or NOTHING


def _answers(decision: Decision) -> Iterator[tuple[str | Cell, ...]]:
    """Yield a row for each answer; the question stands in each, for those who hear the table."""
    for number, answer in enumerate(decision.answers):
        below = (decision.stage, decision.explained, _carried(decision.clauses))
        yield (
            Cell(decision.question, _lines(below) if number == 0 else "", decision.element_id),
            sentence(answer.label) or NOTHING,
            f"{answer.condition}." if answer.condition else OTHERWISE,
            f"{answer.leads_to}.",
        )


def _carried(clauses: tuple[CarriedClause, ...]) -> str:
    return f"Clauses {', '.join(one.id for one in clauses)}" if clauses else ""


def _lines(parts: Iterator[str] | tuple[str, ...]) -> str:
    return "\n".join(filter(None, parts))
