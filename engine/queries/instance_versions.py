"""The versions of procedures whose process instances an administrator may see."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from engine.access import Actor
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Area
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import select_administered


@dataclass(frozen=True)
class VersionRow:
    """One version that instances may follow."""

    id: int
    key: str
    version: int
    edition: str
    name: str
    is_shared: bool
    """Areas of other partnerships follow the procedure too: not every instance is the actor's."""


def administered_versions(work: UnitOfWork, actor: Actor) -> tuple[VersionRow, ...]:
    """Return the versions that cases of the actor's partnerships follow: newest first by key.

    Those are the versions that the partnerships own, and those that their areas follow.
    """
    return work.once((administered_versions, actor), lambda: _load(work, actor))


def _load(work: UnitOfWork, actor: Actor) -> tuple[VersionRow, ...]:
    own = select_administered(actor)
    followed = select(Area.process_definition_key).where(Area.partnership_key.in_(own))
    elsewhere = select(Area.process_definition_key).where(Area.partnership_key.not_in(own))
    is_shared: ColumnElement[bool] = or_(
        ProcessDefinition.key.in_(elsewhere), ProcessDefinition.partnership_key.not_in(own)
    )
    query = (
        select(
            ProcessDefinition.id,
            ProcessDefinition.key,
            ProcessDefinition.version,
            ProcessDefinition.edition,
            ProcessDefinition.name,
            is_shared,
        )
        .where(or_(ProcessDefinition.partnership_key.in_(own), ProcessDefinition.key.in_(followed)))
        .order_by(ProcessDefinition.key, ProcessDefinition.version.desc())
    )
    return tuple(
        VersionRow(*row[:5], is_shared=bool(row[5])) for row in work.session.execute(query)
    )
