"""Process definitions: their versions, and the files that they were deployed with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotAllowedError, NotFoundError
from engine.persistence.definitions import Deployment, ProcessDefinition
from engine.persistence.directory import Agency, Partnership, Person
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Role

EDITING = (Role.EDITOR, Role.ADMINISTRATOR)

_Publisher = aliased(Person)
_Deployer = aliased(Person)
Found = tuple[ProcessDefinition, Deployment, str | None, str | None, str | None]


@dataclass(frozen=True)
class DefinitionRow:
    """One version of a procedure."""

    id: int
    key: str
    version: int
    edition: str
    name: str
    partnership_key: str
    partnership_name: str
    """Its key, while the directory does not know the partnership."""
    deployment_id: int
    note: str
    deployed_at: datetime
    deployed_by_name: str | None
    published_at: datetime | None
    """From when new cases may follow it; may lie ahead. Empty: no case follows it."""
    published_by_name: str | None


def list_definitions(
    _engine: Engine, work: UnitOfWork, actor: Actor, *, key: str | None = None
) -> tuple[DefinitionRow, ...]:
    """Return the versions that the actor may see: by key, the newest first.

    Published ones are everybody's to read, also before their day; what is not published is for the
    partnership's editors and administrators.
    """
    query = _rows(actor).order_by(ProcessDefinition.key, ProcessDefinition.version.desc())
    if key is not None:
        query = query.where(ProcessDefinition.key == key)
    return tuple(_row(row) for row in work.session.execute(query))


def load_definition(
    _engine: Engine, work: UnitOfWork, actor: Actor, process_definition_id: int
) -> DefinitionRow:
    """Return one version.

    Raises:
        NotFoundError: there is no such version, or the actor may not see it.
    """
    query = _rows(actor).where(ProcessDefinition.id == process_definition_id)
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("process definition", process_definition_id)
    return _row(row)


def load_sources(
    engine: Engine, work: UnitOfWork, actor: Actor, process_definition_id: int
) -> Mapping[str, bytes]:
    """Return the files of one version by their paths in the bundle.

    Raises:
        NotFoundError: there is no such version, or the actor may not see it.
    """
    definition = load_definition(engine, work, actor, process_definition_id)
    return engine.definitions.compiled(work, definition.id).bundle.files


def require_own_procedure(
    work: UnitOfWork, actor: Actor, *, key: str, partnership_key: str
) -> None:
    """Refuse a procedure of a partnership for which the actor does not edit.

    Raises:
        NotAllowedError: the bundle names another partnership, or another one has this key.
    """
    known = select(ProcessDefinition.partnership_key).where(ProcessDefinition.key == key)
    own = set(work.session.scalars(edited_partnerships(actor)))
    if not {partnership_key, *work.session.scalars(known)} <= own:
        message = "You can bring in procedures of your own partnership only."
        raise NotAllowedError(message)


def _rows(actor: Actor) -> Select[*Found]:
    return (
        select(ProcessDefinition, Deployment, _Deployer.name, _Publisher.name, Partnership.name)
        .join(Deployment, Deployment.id == ProcessDefinition.deployment_id)
        .outerjoin(Partnership, Partnership.key == ProcessDefinition.partnership_key)
        .outerjoin(_Deployer, _Deployer.id == Deployment.deployed_by)
        .outerjoin(_Publisher, _Publisher.id == ProcessDefinition.published_by)
        .where(_is_readable(actor))
    )


def _is_readable(actor: Actor) -> ColumnElement[bool]:
    return or_(
        ProcessDefinition.published_at.is_not(None),
        ProcessDefinition.partnership_key.in_(edited_partnerships(actor)),
    )


def is_published(now: datetime) -> ColumnElement[bool]:
    """Return the condition that new cases may follow a version at this time."""
    return ProcessDefinition.published_at <= now


def followed_version(
    work: UnitOfWork, key: str, edition: str, now: datetime
) -> ProcessDefinition | None:
    """Return the version that new cases of an edition follow at this time: the newest published."""
    query = (
        select(ProcessDefinition)
        .where(
            ProcessDefinition.key == key,
            ProcessDefinition.edition == edition,
            is_published(now),
        )
        .order_by(ProcessDefinition.version.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def newest_version(
    work: UnitOfWork, key: str, edition: str, *, only_published: bool = False
) -> tuple[ProcessDefinition, str] | None:
    """Return the newest version of an edition, published or not, with the hash of its files.

    `only_published` also counts one that is to be followed from a later time.
    """
    query = (
        select(ProcessDefinition, Deployment.content_hash)
        .join(Deployment, Deployment.id == ProcessDefinition.deployment_id)
        .where(ProcessDefinition.key == key, ProcessDefinition.edition == edition)
        .order_by(ProcessDefinition.version.desc())
        .limit(1)
    )
    if only_published:
        query = query.where(ProcessDefinition.published_at.is_not(None))
    found = work.session.execute(query).one_or_none()
    return None if found is None else (found[0], found[1])


def edited_partnerships(actor: Actor) -> Select[str]:
    """Return the query for the keys of the partnerships for which the actor edits."""
    offices = [group.agency_key for group in actor.groups if group.role in EDITING]
    return select(Agency.partnership_key).where(Agency.key.in_(offices))


def _row(row: Row[*Found]) -> DefinitionRow:
    definition, deployment, deployer, publisher, partnership = row
    return DefinitionRow(
        id=definition.id,
        key=definition.key,
        version=definition.version,
        edition=definition.edition,
        name=definition.name,
        partnership_key=definition.partnership_key,
        partnership_name=partnership or definition.partnership_key,
        deployment_id=deployment.id,
        note=deployment.note,
        deployed_at=deployment.deployed_at,
        deployed_by_name=deployer,
        published_at=definition.published_at,
        published_by_name=publisher,
    )
