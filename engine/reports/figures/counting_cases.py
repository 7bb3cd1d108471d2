"""Rows that say in how many cases something is so; what a procedure does not know is left out."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from engine.reports.figure import Material, Row
from engine.reports.reported_case import ReportedCase

Test = Callable[[Material, ReportedCase], bool]


class Fact(NamedTuple):
    """A row that counts cases."""

    key: str
    label: str
    known: frozenset[str]
    """It is told of procedures with one of these elements or questions; empty: of all."""
    holds: Test


def rows_of(
    facts: Iterable[Fact], material: Material, cases: Iterable[ReportedCase]
) -> Iterator[Row]:
    """Yield a row for each fact that the partnership's procedures know."""
    among = list(cases)
    for fact in facts:
        if not fact.known or fact.known & material.places.known:
            number = sum(fact.holds(material, case) for case in among)
            yield Row(fact.key, fact.label, (number,))


def done(elements: frozenset[str]) -> Test:
    """Return the test whether a step of these was done, whenever."""
    return lambda _, case: any(s.element_id in elements and s.is_done for s in case.steps)


def chosen(question: str, *codes: str) -> Test:
    """Return the test whether one of these options was chosen, whenever."""
    return lambda _, case: any(step.says(question, *codes) for step in case.steps)


def chosen_in_period(question: str, *codes: str) -> Test:
    """Return the test whether one of these options was chosen in the period."""
    return lambda material, case: any(
        step.says(question, *codes) and material.period.holds(step.closed_at) for step in case.steps
    )


def opened_in_period(elements: frozenset[str]) -> Test:
    """Return the test whether a step of these was opened in the period."""
    return lambda material, case: any(
        step.element_id in elements and material.period.holds(step.opened_at) for step in case.steps
    )


def done_in_period(elements: frozenset[str]) -> Test:
    """Return the test whether a step of these was done in the period."""
    return lambda material, case: any(
        step.element_id in elements and step.is_done and material.period.holds(step.closed_at)
        for step in case.steps
    )
