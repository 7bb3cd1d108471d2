"""Compares what a scenario expects with what has happened."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from engine.access import Group
from engine.clock import LONDON
from engine.persistence.history import HistoryEvent
from engine.trial.failure import ScenarioFailed
from engine.trial.scenario import ScenarioStep, london_time
from engine.trial.witness import Told, Witness, fired

EXPECTATIONS = frozenset(
    {
        "open",
        "due",
        "told",
        "fired",
        "ended",
        "outcome",
        "stage",
        "limits",
        "closed",
        "asked",
    }
)
"""What a scenario may expect."""

GroupsOf = Callable[[str, str | None], frozenset[Group]]
"""From a list of recipients, and the agency of whoever reported, to the groups that are meant."""


def check_expectations(step: ScenarioStep, witness: Witness, groups_of: GroupsOf) -> None:
    """Check an `expect` step against the case.

    Raises:
        ScenarioFailed: with everything that differs.
    """
    events = witness.news()
    wanted: Mapping[str, Any] = step.target
    unknown = wanted.keys() - EXPECTATIONS
    if unknown:
        raise ScenarioFailed(step.number, f"expect knows no {', '.join(sorted(unknown))}.")
    differences = [
        *_open(wanted, witness),
        *_due(wanted, witness),
        *_told(wanted, witness.told(events), groups_of),
        *_fired(wanted, events),
        *_case(wanted, witness),
        *_limits(wanted, witness),
        *_asked(wanted, witness, groups_of),
    ]
    if differences:
        raise ScenarioFailed(step.number, " ".join(differences))


def _open(wanted: Mapping[str, Any], witness: Witness) -> Iterator[str]:
    if "open" not in wanted:
        return
    expected, found = Counter(wanted["open"] or []), witness.open_elements()
    if expected != found:
        yield f"Open should be {_listed(expected)}, but is {_listed(found)}."


def _due(wanted: Mapping[str, Any], witness: Witness) -> Iterator[str]:
    found = witness.due_times()
    for element_id, text in (wanted.get("due") or {}).items():
        expected = london_time(text)
        if found.get(element_id) != expected:
            is_due = _shown(found.get(element_id))
            yield f"{element_id} should be due {_shown(expected)}, but is due {is_due}."


def _told(wanted: Mapping[str, Any], unexpected: list[Told], groups_of: GroupsOf) -> Iterator[str]:
    if "told" not in wanted:
        return
    for expected in wanted["told"] or []:
        match = next((n for n in unexpected if _is_meant(expected, n, groups_of)), None)
        if match is None:
            yield f"{expected['notification']} should have told {'; '.join(expected['to'])}."
        else:
            unexpected.remove(match)
    for notice in unexpected:
        groups = ", ".join(f"{g.role} of {g.agency_key}" for g in sorted(notice.groups))
        yield f"{notice.element_id} told {groups or 'nobody'}, which was not expected."


def _is_meant(expected: Mapping[str, Any], notice: Told, groups_of: GroupsOf) -> bool:
    meant = {group for text in expected["to"] for group in groups_of(text, notice.reporter)}
    return expected["notification"] == notice.element_id and meant == notice.groups


def _fired(wanted: Mapping[str, Any], events: list[HistoryEvent]) -> Iterator[str]:
    if "fired" in wanted and Counter(wanted["fired"] or []) != Counter(fired(events)):
        yield f"Fired should be {wanted['fired']}, but is {fired(events)}."


def _case(wanted: Mapping[str, Any], witness: Witness) -> Iterator[str]:
    case = witness.case()
    if "stage" in wanted and case.stage != wanted["stage"]:
        yield f"The stage should be {wanted['stage']}, but is {case.stage}."
    if "outcome" in wanted and case.outcome != wanted["outcome"]:
        yield f"The outcome should be {wanted['outcome']}, but is {case.outcome}."
    if "closed" in wanted and case.closed_as != wanted["closed"]:
        yield f"The case should be closed as {wanted['closed']}, but is {case.closed_as or 'not'}."
    if "ended" in wanted and (case.ended_at is None or case.outcome != wanted["ended"]):
        state = "is open" if case.ended_at is None else f"ended with {case.outcome}"
        yield f"The case should have ended with {wanted['ended']}, but {state}."


def _asked(wanted: Mapping[str, Any], witness: Witness, groups_of: GroupsOf) -> Iterator[str]:
    for element_id, texts in (wanted.get("asked") or {}).items():
        expected = {group for text in texts for group in groups_of(text, None)}
        found = witness.asked(element_id)
        if found != expected:
            yield f"{element_id} should ask {_groups(expected)}, but asks {_groups(found)}."


def _groups(groups: Collection[Group]) -> str:
    return ", ".join(f"{g.role} of {g.agency_key}" for g in sorted(groups)) or "nobody"


def _limits(wanted: Mapping[str, Any], witness: Witness) -> Iterator[str]:
    if not wanted.get("limits"):
        return
    found = witness.limit_verdicts()
    for element_id, expected in wanted["limits"].items():
        if found.get(element_id) != expected:
            is_now = found.get(element_id) or "without a verdict"
            yield f"The limit {element_id} should be {expected}, but is {is_now}."


def _listed(elements: Counter[str]) -> str:
    return ", ".join(sorted(elements.elements())) or "nothing"


def _shown(due: datetime | None) -> str:
    return f"{due.astimezone(LONDON):%d %b %Y %H:%M}" if due else "at no time"
