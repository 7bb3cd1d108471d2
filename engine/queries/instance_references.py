"""The cases' references of process instances, many at once."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from engine.access import Actor
from engine.errors import NotFoundError
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import is_administered_by


def references_of(
    work: UnitOfWork, actor: Actor, instance_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, str]:
    """Return the references by instance, in the order given.

    Raises:
        NotFoundError: there is no such instance, or the actor does not administer it.
    """
    query = (
        select(ProcessInstance.id, Case.reference)
        .join(Case, Case.id == ProcessInstance.case_id)
        .where(ProcessInstance.id.in_(instance_ids), is_administered_by(actor))
    )
    found = dict(work.session.execute(query).all())
    for instance_id in instance_ids:
        if instance_id not in found:
            raise NotFoundError("process instance", instance_id)
    return {instance_id: found[instance_id] for instance_id in instance_ids}
