"""Names for keys, many at once: of people, agencies, areas, stages and elements."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from engine.definitions.compiled import CompiledBundle
from engine.persistence.directory import Agency, Area, Person
from engine.persistence.unit_of_work import UnitOfWork

Key = TypeVar("Key", int, str)


def person_names(work: UnitOfWork, person_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of these people by id."""
    wanted = {person_id for person_id in person_ids if person_id}
    return _names(work, select(Person.id, Person.name), Person.id, wanted)


def agency_names(work: UnitOfWork, agency_keys: Iterable[str | None]) -> dict[str, str]:
    """Return the names of these agencies by key."""
    wanted = {key for key in agency_keys if key}
    return _names(work, select(Agency.key, Agency.name), Agency.key, wanted)


def area_names(work: UnitOfWork, area_keys: Iterable[str]) -> dict[str, str]:
    """Return the names of these areas by key."""
    return _names(work, select(Area.key, Area.name), Area.key, set(area_keys))


def _names(
    work: UnitOfWork, query: Select[Key, str], column: InstrumentedAttribute[Key], wanted: set[Key]
) -> dict[Key, str]:
    """Return names by key; a block that only reads asks for each of them once."""
    known: dict[Key, str] = work.once((_names, column), dict)
    missing = wanted - known.keys()
    if missing:
        found = work.session.execute(query.where(column.in_(missing)))
        known |= dict(found.all())
    return {key: known[key] for key in wanted & known.keys()}


def stage_title(compiled: CompiledBundle, stage: str) -> str:
    """Return the title of a stage, or its id when the procedure does not list it."""
    titles = {known.id: known.title for known in compiled.procedure.stages}
    return titles.get(stage, stage)


def element_name(compiled: CompiledBundle, element_id: str | None) -> str:
    """Return the label of an element, or its id when the diagram gives none."""
    if element_id is None:
        return ""
    try:
        return compiled.library.element(element_id).name or element_id
    except KeyError:
        return element_id
