"""Where a case comes from: which version it follows, and what its history is sealed with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.persistence.definitions import Deployment, ProcessDefinition
from engine.persistence.directory import Partnership
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import find_case
from engine.queries.known_events import last_known_event


@dataclass(frozen=True)
class Provenance:
    """The version of the procedure that a case follows, and the end of its history."""

    partnership: str
    version: int
    published_at: datetime | None
    content_hash: str
    """Over all files of the version."""
    history_count: int
    """Up to the last event that the reader may know of."""
    history_hash: str
    """Over the history up to there, as each event is chained to the one before."""
    last_event_at: datetime


def load_provenance(work: UnitOfWork, actor: Actor, reference: str) -> Provenance:
    """Return where a case that has reached the actor comes from.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    version, published_at, content_hash, partnership = work.session.execute(
        select(
            ProcessDefinition.version,
            ProcessDefinition.published_at,
            Deployment.content_hash,
            Partnership.name,
        )
        .join(Deployment, Deployment.id == ProcessDefinition.deployment_id)
        .join(Partnership, Partnership.key == ProcessDefinition.partnership_key)
        .where(ProcessDefinition.id == case.process_definition_id)
    ).one()
    last = last_known_event(work, actor, case)
    return Provenance(
        partnership=partnership,
        version=version,
        published_at=published_at,
        content_hash=content_hash,
        history_count=last.number,
        history_hash=last.hash,
        last_event_at=last.at,
    )
