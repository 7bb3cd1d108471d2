"""What another version means for open cases: how many stand where. Numbers only, never a case.

Editors belong to procedure sub-groups, which never see cases: numbers under five are withheld
from them.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.comparison.difference import Change, Comparison, Difference, Kind, Weight
from engine.definitions.compiled import CompiledBundle
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Agency
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_places import CasePlace, open_case_ids_of, places_of
from engine.queries.definitions import edited_partnerships
from engine.vocabulary import Role

FEW = 5
"""Below this many cases an editor sees “fewer than 5”."""
_OTHER_PLACE = frozenset({"id", "type", "frame", "process"})
"""Aspects after which an element is no longer what a case stands at."""
_NO_STEP = frozenset({Kind.CLAUSES, Kind.PROCEDURE, Kind.SCENARIOS})


class Fate(StrEnum):
    """What another version does to a place where cases stand."""

    GONE = "gone"
    """It is not there any more, so a case that stands there cannot be moved."""
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class CaseCount:
    """How many; `number` is None where it is withheld, because there are fewer than five."""

    number: int | None

    @property
    def is_none(self) -> bool:
        """Whether there is no case."""
        return self.number == 0


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

    total: CaseCount
    cannot_move: CaseCount
    would_change: CaseCount
    limits: CaseCount
    """How many limits run that are other ones in the other version."""
    standing: tuple[Standing, ...]


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
    counting = _Counting(is_exact=_administers(work, actor, definition.partnership_key))
    in_gone = _cases_at(places, gone)
    in_changed = _cases_at(places, said.keys()) - in_gone
    changed_limits = {key for key, _ in _limit_changes(comparison)}
    return RunningCases(
        total=counting.of(len(open_cases)),
        cannot_move=counting.of(len(in_gone & open_cases)),
        would_change=counting.of(len(in_changed & open_cases)),
        limits=counting.of(sum(places[key].limits for key in changed_limits if key in places)),
        standing=tuple(
            Standing(
                element_id=key,
                name=_name(compiled, key),
                cases=counting.of(len(place.cases)),
                limits=counting.of(place.limits),
                fate=_fate(key, gone, said),
                changes=tuple(said.get(key, ())),
            )
            for key, place in sorted(places.items(), key=lambda one: _order(compiled, one[0]))
        ),
    )


class _Counting:
    """Turns numbers into what the reader may know."""

    def __init__(self, *, is_exact: bool) -> None:
        self._is_exact = is_exact

    def of(self, number: int) -> CaseCount:
        is_withheld = not self._is_exact and 0 < number < FEW
        return CaseCount(None if is_withheld else number)


def _administers(work: UnitOfWork, actor: Actor, partnership_key: str) -> bool:
    offices = [group.agency_key for group in actor.groups if group.role == Role.ADMINISTRATOR]
    query = select(Agency.key).where(
        Agency.key.in_(offices), Agency.partnership_key == partnership_key
    )
    return work.session.scalars(query).first() is not None


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


def _limit_changes(comparison: Comparison) -> Iterator[tuple[str, Difference]]:
    for one in comparison.differences:
        if one.kind is Kind.LIMITS:
            yield from ((key, one) for key in one.touched_old)


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
