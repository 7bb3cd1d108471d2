"""Roles, forms and clauses as tables."""

from collections.abc import Iterator

from engine.definitions.documentation.model import ClauseRow, Documentation, FormSheet
from engine.english import listed
from engine.records.blocks import Cell, Heading, Paragraph, Section, Table
from engine.records.words import NOTHING

LANES = ("Lane of the diagram", "Roles in Concord", "What it stands for")
LANE_WIDTHS = (2.0, 2.6, 4.0)
QUESTIONS = ("Question", "Answer", "Asked", "Read by")
QUESTION_WIDTHS = (2.8, 3.2, 2.4, 1.8)
CLAUSES = ("Clause", "Strength", "What it says, in our own words", "Carried by")
CLAUSE_WIDTHS = (0.9, 0.8, 4.2, 3.4)


def lane_section(documentation: Documentation) -> Iterator[Section]:
    """Yield the lanes with their roles."""
    rows = tuple(
        (Cell(lane.name, ""), "\n".join(lane.roles), lane.explained or NOTHING)
        for lane in documentation.lanes
    )
    if rows:
        yield Section("Roles and lanes", (Table(LANES, rows, LANE_WIDTHS),))


def form_section(documentation: Documentation) -> Iterator[Section]:
    """Yield the forms, each with its questions."""
    blocks = tuple(block for form in documentation.forms for block in _form(form))
    if blocks:
        yield Section("Forms", blocks)


def clause_section(documentation: Documentation) -> Iterator[Section]:
    """Yield the clauses of the policy with what carries each."""
    rows = tuple(_clause(row) for row in documentation.clauses)
    if rows:
        yield Section("Clauses of the policy", (Table(CLAUSES, rows, CLAUSE_WIDTHS),))


def _form(form: FormSheet) -> Iterator[Heading | Paragraph | Table]:
    yield Heading(
        form.title, f"{form.key}, used in {listed([f'“{name}”' for name in form.used_in])}"
    )
    rows = tuple(
        (
            Cell(one.label, one.hint),
            one.answer,
            one.asked,
            one.read_by,
        )
        for one in form.questions
    )
    yield Table(QUESTIONS, rows, QUESTION_WIDTHS) if rows else Paragraph("It asks nothing.")


def _clause(row: ClauseRow) -> tuple[str | Cell, ...]:
    carried = "\n".join(row.carried_by)
    reason = f"Not modelled: {row.not_modelled}" if row.not_modelled else NOTHING
    return (Cell(row.id, row.source), row.strength or NOTHING, row.paraphrase, carried or reason)
