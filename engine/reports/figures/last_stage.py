"""The last stage: who was told, whether they met in time, who chaired, what was reviewed."""

from collections.abc import Iterator

from engine.reports.figure import Column, Figure, Material, Row
from engine.reports.figures.counting_cases import Fact, Test, chosen, done, rows_of
from engine.reports.markers import (
    ARRANGING,
    CASE_REVIEW,
    CHAIR_OF_NO_SIDE,
    CHAIR_REPORT,
    LAST_MEETING,
    MEETING_LIMIT,
    PARTNERS_TOLD,
)
from engine.reports.reported_case import ReportedCase
from engine.vocabulary import LimitVerdict


def _met(material: Material, case: ReportedCase) -> bool:
    del material
    return any(
        step.element_id in LAST_MEETING
        and step.is_done
        and not step.says("meeting_held", "no")
        and not step.says("s4_held", "no")
        for step in case.steps
    )


def _limit(*verdicts: LimitVerdict) -> Test:
    return lambda material, case: any(
        limit.element_id in MEETING_LIMIT and limit.verdict(material.now) in verdicts
        for limit in case.limits
    )


FACTS = (
    Fact("reached", "Reached the last stage", frozenset(), lambda *_: True),
    Fact("partners_told", "The partners were told", PARTNERS_TOLD, done(PARTNERS_TOLD)),
    Fact("met", "The meeting was held and the decision recorded", LAST_MEETING, _met),
    Fact(
        "met_in_time",
        "Met within 48 hours",
        MEETING_LIMIT,
        _limit(LimitVerdict.KEPT, LimitVerdict.RECORDED_LATE),
    ),
    Fact(
        "met_recorded_late",
        "Of these, recorded after the 48 hours",
        MEETING_LIMIT,
        _limit(LimitVerdict.RECORDED_LATE),
    ),
    Fact(
        "met_late",
        "Not met within 48 hours",
        MEETING_LIMIT,
        _limit(LimitVerdict.LATE, LimitVerdict.OVERDUE),
    ),
    Fact(
        "independent",
        "An independent chair or facilitator was appointed",
        ARRANGING,
        chosen("independence", "appointed"),
    ),
    Fact(
        "independence_considered",
        "An independent chair or facilitator was considered and not needed",
        ARRANGING,
        chosen("independence", "considered_not_needed"),
    ),
    Fact(
        "chair_of_no_side",
        "Chaired by somebody of neither side",
        CHAIR_OF_NO_SIDE,
        chosen("meeting_held", "yes"),
    ),
    Fact("chair_reported", "The chair reported", CHAIR_REPORT, done(CHAIR_REPORT)),
    Fact("review_considered", "A case review was considered", CASE_REVIEW, done(CASE_REVIEW)),
    Fact(
        "review_decided",
        "A case review is held",
        CASE_REVIEW,
        chosen("case_review_decision", "hold_review"),
    ),
)


def _rows(material: Material) -> Iterator[Row]:
    levels = material.places.levels
    if not levels:
        return iter(())
    reached = (case for case in material.cases if _reached(material, case, levels[-1]))
    return rows_of(FACTS, material, reached)


def _reached(material: Material, case: ReportedCase, last: str) -> bool:
    opened = [step.opened_at for step in case.steps if step.is_main and step.stage == last]
    return bool(opened) and material.period.holds(min(opened))


FIGURES = (Figure("last_stage", 10, "The last stage", "", (Column("Cases"),), _rows),)
