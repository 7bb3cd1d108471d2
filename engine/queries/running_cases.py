"""What another version means for open cases: how many stand where. Numbers only, never a case."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.access import Actor
from engine.context import Engine
from engine.definitions.comparison.difference import Change, Comparison, Kind, Weight
from engine.definitions.compiled import CompiledBundle
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_counts import FEW, CaseCount, coarse_count, count_for, counted_exactly
from engine.queries.case_places import CasePlace, open_case_ids_of, places_of
from engine.queries.definitions import edited_partnerships
from engine.spiff.element import Element

_OTHER_PLACE = frozenset({"id", "type", "frame", "process"})
"""Aspects after which an element is no longer what a case stands at."""
_NO_STEP = frozenset({Kind.CLAUSES, Kind.PROCEDURE, Kind.SCENARIOS})
_WAITING = frozenset({"userTask", "receiveTask", "callActivity", "subProcess"})
"""Where cases stand, beside events that wait."""


class Fate(StrEnum):
    """What another version does to a place where cases stand."""

    GONE = "gone"
    """It is not there any more, so a case that stands there cannot be moved."""
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Standing:
    """An element where open cases stand, and what the other version makes of it."""

    element_id: str
    name: str
    cases: CaseCount
    limits: CaseCount
    """How many time limits run there."""
    fate: Fate
    changes: tuple[str, ...]
    """What differs there, in sentences."""


@dataclass(frozen=True)
class RunningCases:
    """The open cases of one version, seen from another."""

    is_exact: bool
    """Whether the reader may know the numbers; others are told at least how many."""
    total: CaseCount
    cannot_move: CaseCount
    would_change: CaseCount
    limits: CaseCount
    """How many limits run that are other ones in the other version."""
    standing: tuple[Standing, ...]
    """Where cases stand. Who may not know the numbers is told where five or more stand, and every
    place that differs, whether or not a case stands there: the list itself tells nothing."""


def count_running_cases(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    process_definition_id: int,
    comparison: Comparison,
) -> RunningCases | None:
    """Count the open cases of a version, by where they stand and what a comparison says of it.

    `comparison` is of this version with another one. None: the actor neither edits nor
    administers for the partnership of the version.
    """
    definition = work.session.get(ProcessDefinition, process_definition_id)
    partnerships = set(work.session.scalars(edited_partnerships(actor)))
    if definition is None or definition.partnership_key not in partnerships:
        return None
    compiled = engine.definitions.compiled(work, process_definition_id)
    places = places_of(work, process_definition_id, compiled)
    open_cases = set(work.session.scalars(open_case_ids_of(process_definition_id)))
    said = _sentences(comparison)
    gone = _gone(comparison, compiled)
    is_exact = definition.partnership_key in counted_exactly(work, actor)
    in_gone = _cases_at(places, gone) & open_cases
    in_changed = (_cases_at(places, said.keys()) & open_cases) - in_gone
    limits = sum(places[key].limits for key in _other_limits(comparison) if key in places)
    listed = set(places) if is_exact else _listed(compiled, places, gone | set(said))
    return RunningCases(
        is_exact=is_exact,
        total=count_for(len(open_cases), is_exact=is_exact),
        cannot_move=count_for(len(in_gone), is_exact=is_exact),
        would_change=count_for(len(in_changed), is_exact=is_exact),
        limits=count_for(limits, is_exact=is_exact),
        standing=tuple(
            Standing(
                element_id=key,
                name=_name(compiled, key),
                cases=_cases(places.get(key), is_exact=is_exact),
                limits=_limits(compiled, key, places.get(key), is_exact=is_exact),
                fate=_fate(key, gone, said),
                changes=tuple(said.get(key, ())),
            )
            for key in sorted(listed if open_cases else (), key=lambda key: _order(compiled, key))
        ),
    )


def _listed(
    compiled: CompiledBundle, places: Mapping[str, CasePlace], differing: Iterable[str]
) -> set[str]:
    """Return the places that may be listed although small numbers are withheld."""
    known = {
        element.id: element
        for process_id in compiled.library.processes
        for element in compiled.library.elements(process_id)
    }
    waiting = {key for key in differing if key in known and _can_hold(known[key])}
    return {key for key, place in places.items() if len(place.cases) >= FEW} | waiting


def _can_hold(element: Element) -> bool:
    return element.type in _WAITING or element.timer is not None


def _cases(place: CasePlace | None, *, is_exact: bool) -> CaseCount:
    number = len(place.cases) if place else 0
    return CaseCount(number) if is_exact else coarse_count(number)


def _limits(
    compiled: CompiledBundle, key: str, place: CasePlace | None, *, is_exact: bool
) -> CaseCount:
    number = place.limits if place else 0
    if compiled.library.element(key).timer is None:
        return CaseCount(0, is_exact=is_exact)
    return CaseCount(number) if is_exact else coarse_count(number)


def _gone(comparison: Comparison, compiled: CompiledBundle) -> set[str]:
    """Return the elements of the old version that are not there, or not the same, in the new."""
    found: set[str] = set()
    for one in comparison.differences:
        is_removed = one.change is Change.REMOVED and one.aspect == "presence"
        is_moved = one.change is Change.CHANGED and one.aspect in _OTHER_PLACE
        if one.place.kind == "process" and is_removed:
            found |= {element.id for element in compiled.library.elements(one.place.id)}
        elif one.place.kind == "element" and (is_removed or is_moved):
            found |= set(one.touched_old)
    return found


def _sentences(comparison: Comparison) -> dict[str, list[str]]:
    """Return what differs at each element of the old version, so that something happens there."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in comparison.differences:
        if one.weight is Weight.CONSEQUENCE and one.kind not in _NO_STEP:
            for key in one.touched_old:
                found[key].append(one.sentence)
    return dict(found)


def _other_limits(comparison: Comparison) -> set[str]:
    """Return the clocks of the old version that are other ones in the new."""
    limits = (one for one in comparison.differences if one.kind is Kind.LIMITS)
    return {key for one in limits for key in one.touched_old}


def _cases_at(places: Mapping[str, CasePlace], keys: Iterable[str]) -> set[uuid.UUID]:
    return set().union(*(places[key].cases for key in keys if key in places))


def _fate(key: str, gone: Collection[str], said: Mapping[str, Collection[str]]) -> Fate:
    if key in gone:
        return Fate.GONE
    return Fate.CHANGED if said.get(key) else Fate.SAME


def _name(compiled: CompiledBundle, key: str) -> str:
    element = compiled.library.element(key)
    if element.attached_to is None:
        return element.name
    return f"{element.name}, on “{compiled.library.element(element.attached_to).name}”"


def _order(compiled: CompiledBundle, key: str) -> tuple[str, int]:
    element = compiled.library.element(key)
    return element.file, element.line or 0
