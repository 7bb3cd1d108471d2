"""Which process instances an administrator holds."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from engine.persistence.operations import Suspension
from engine.persistence.unit_of_work import UnitOfWork


def held_instances(work: UnitOfWork, instance_ids: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return those of these process instances that are on hold."""
    ids = set(instance_ids)
    if not ids:
        return frozenset()
    query = select(Suspension.process_instance_id).where(Suspension.process_instance_id.in_(ids))
    return frozenset(work.session.scalars(query))
