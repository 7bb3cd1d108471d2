"""Lessons and gaps: found, referred, answered by a new version."""

from collections.abc import Iterator

from engine.reports.figure import Column, ColumnKind, Figure, Material, Row
from engine.reports.figures.counting_cases import (
    Fact,
    Test,
    chosen_in_period,
    done_in_period,
    rows_of,
)
from engine.reports.markers import GAP_REFERRED, LEARNING
from engine.reports.reported_case import ReportedCase

WISHES = ("policy_gap", "policy_issue", "protocol_change")
"""Questions whose yes asks for a change of the procedure."""


def _either(*tests: Test) -> Test:
    return lambda material, case: any(test(material, case) for test in tests)


def _changed_since(material: Material, case: ReportedCase) -> bool:
    """Tell whether what a case found in the period was followed by a new version, up to now."""
    keys = {version.id: version.key for version in material.places.versions}
    published = [
        version.published_at
        for version in material.places.versions
        if version.key == keys.get(case.process_definition_id)
        and version.published_at <= material.now
    ]
    found = (
        step.closed_at
        for step in case.steps
        if material.period.holds(step.closed_at) and any(step.says(q, "yes") for q in WISHES)
    )
    return any(at is not None and at < since for at in found for since in published)


FACTS = (
    Fact(
        "lessons",
        "Lessons were found",
        frozenset({"lessons_identified", "t4_learning"}),
        _either(
            chosen_in_period("lessons_identified", "yes"), chosen_in_period("t4_learning", "yes")
        ),
    ),
    Fact(
        "gaps",
        "A gap or an issue in policy was found",
        frozenset({"policy_gap", "policy_issue"}),
        _either(chosen_in_period("policy_gap", "yes"), chosen_in_period("policy_issue", "yes")),
    ),
    Fact(
        "referred",
        "A gap was referred to the Procedures Sub Group",
        GAP_REFERRED,
        done_in_period(GAP_REFERRED),
    ),
    Fact(
        "changed_since",
        "A gap was found or a change asked for, and a new version came into force since",
        frozenset(WISHES),
        _changed_since,
    ),
    Fact("learning", "Learning was written down by both sides", LEARNING, done_in_period(LEARNING)),
    Fact(
        "protocol",
        "A change of protocol was asked for",
        frozenset({"protocol_change"}),
        chosen_in_period("protocol_change", "yes"),
    ),
    Fact(
        "for_all",
        "Recommendations for several agencies",
        frozenset({"learning_multi"}),
        chosen_in_period("learning_multi", "yes"),
    ),
    Fact(
        "for_one",
        "Recommendations for single agencies",
        frozenset({"learning_single"}),
        chosen_in_period("learning_single", "yes"),
    ),
    Fact(
        "taken_home",
        "An agency took its recommendations home",
        frozenset({"single_taken"}),
        chosen_in_period("single_taken", "yes"),
    ),
)


def _rows(material: Material) -> Iterator[Row]:
    return rows_of(FACTS, material, material.cases)


def _versions(material: Material) -> Iterator[Row]:
    published = [
        version
        for version in material.places.versions
        if material.period.holds(version.published_at) and version.published_at <= material.now
    ]
    yield Row("published", "New versions of the procedure", (len(published),))


FIGURES = (
    Figure("lessons", 12, "Lessons and gaps", "", (Column("Cases"),), _rows),
    Figure(
        "versions",
        12,
        "Changes of the procedure",
        "",
        (Column("Versions", ColumnKind.OPEN),),
        _versions,
    ),
)
