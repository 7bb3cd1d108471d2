"""Roles that nobody holds, shown on the procedures that need them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.problem import Problem
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Area
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import followed_version
from engine.queries.directory_checks import find_missing_people
from engine.queries.partnerships import administered_partnerships


@dataclass(frozen=True)
class ProcedureGaps:
    """A version that new cases follow, and where its diagram asks for somebody who is not there."""

    process_definition_id: int
    name: str
    edition: str
    version: int
    areas: tuple[str, ...]
    """Names of the areas whose new cases follow it."""
    problems: tuple[Problem, ...]


def list_missing_roles(
    engine: Engine, work: UnitOfWork, actor: Actor, now: datetime
) -> tuple[ProcedureGaps, ...]:
    """Return the versions that new cases follow in the areas of the actor's partnerships.

    Each with what is missing for it; without problems, somebody is there for every step and notice.
    """
    mine = administered_partnerships(work, actor)
    query = select(Area).where(Area.partnership_key.in_(mine)).order_by(Area.name)
    followed: dict[tuple[str, str], list[str]] = {}
    for area in work.session.scalars(query):
        followed.setdefault((area.process_definition_key, area.edition), []).append(area.name)
    found = []
    for (key, edition), areas in followed.items():
        definition = followed_version(work, key, edition, now)
        if definition is not None:
            found.append(_gaps(engine, work, definition, tuple(areas), now))
    return tuple(found)


def _gaps(
    engine: Engine,
    work: UnitOfWork,
    definition: ProcessDefinition,
    areas: tuple[str, ...],
    now: datetime,
) -> ProcedureGaps:
    files = engine.definitions.compiled(work, definition.id).bundle.files
    return ProcedureGaps(
        process_definition_id=definition.id,
        name=definition.name,
        edition=definition.edition,
        version=definition.version,
        areas=areas,
        problems=find_missing_people(work, files, now),
    )
