"""Ways beside the ladder, which only some procedures have."""

from collections.abc import Iterator

from engine.reports.figure import Column, Figure, Material, Row
from engine.reports.figures.counting_cases import (
    Fact,
    chosen_in_period,
    done_in_period,
    opened_in_period,
    rows_of,
)
from engine.reports.markers import (
    ACCELERATED,
    BY_PASS_VOTE,
    CONFERENCE,
    CONFERENCE_CONVENED,
    IRO_NOTICES,
    STATUS_CHANGED,
)
from engine.reports.reported_case import ReportedCase


def _iro_told(material: Material, case: ReportedCase) -> bool:
    return any(
        template in IRO_NOTICES and material.period.holds(at) for template, at in case.notices
    )


FACTS = (
    Fact(
        "accelerated",
        "All levels were warned together",
        ACCELERATED,
        chosen_in_period("accelerated", "yes"),
    ),
    Fact(
        "by_pass",
        "By-passing a stage was proposed by the people who disagree",
        BY_PASS_VOTE,
        chosen_in_period("b1_outcome", "propose_skip"),
    ),
    Fact(
        "by_pass_managers",
        "By-passing a stage was proposed by the line managers",
        BY_PASS_VOTE,
        chosen_in_period("b2_outcome", "propose_skip"),
    ),
    Fact(
        "conference",
        "A Child Protection Conference was requested",
        CONFERENCE,
        opened_in_period(CONFERENCE),
    ),
    Fact(
        "conference_convened",
        "A Child Protection Conference was convened",
        CONFERENCE_CONVENED,
        done_in_period(CONFERENCE_CONVENED),
    ),
    Fact("iro", "An Independent Reviewing Officer was notified", STATUS_CHANGED, _iro_told),
)


def _rows(material: Material) -> Iterator[Row]:
    return rows_of(FACTS, material, material.cases)


FIGURES = (
    Figure(
        "special",
        11,
        "Other ways",
        "",
        (Column("Cases"),),
        _rows,
        nothing="The partnership’s procedures know none of these ways.",
    ),
)
