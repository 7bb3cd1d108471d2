"""Names for keys, many at once: of people, agencies, stages and elements."""

from collections.abc import Iterable

from sqlalchemy import select

from engine.definitions.compiled import CompiledBundle
from engine.persistence.directory import Agency, Person
from engine.persistence.unit_of_work import UnitOfWork


def person_names(work: UnitOfWork, person_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of these people by id."""
    wanted = {person_id for person_id in person_ids if person_id}
    if not wanted:
        return {}
    query = select(Person.id, Person.name).where(Person.id.in_(wanted))
    return {row.id: row.name for row in work.session.execute(query)}


def agency_names(work: UnitOfWork, agency_keys: Iterable[str | None]) -> dict[str, str]:
    """Return the names of these agencies by key."""
    wanted = {key for key in agency_keys if key}
    if not wanted:
        return {}
    query = select(Agency.key, Agency.name).where(Agency.key.in_(wanted))
    return {row.key: row.name for row in work.session.execute(query)}


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
