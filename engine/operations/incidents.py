"""Try one incident again: the road of the operation, found by the incident."""

from engine.access import Actor
from engine.context import Engine
from engine.operations.at_once import DoneAtOnce, operate_at_once
from engine.queries.incidents import require_administered_incident
from engine.vocabulary import OperationKind


def retry_incident(engine: Engine, actor: Actor, incident_id: int, reason: str) -> DoneAtOnce:
    """Try again what has failed in the process instance of an incident.

    Raises:
        NotFoundError: no such open incident, or the actor does not administer its case.
        InputRefusedError: no reason was given.
        OperationRefusedError: it fails again; the incident stays open.
    """
    with engine.open_reading() as work:
        instance_id = require_administered_incident(work, actor, incident_id).process_instance_id
    return operate_at_once(engine, actor, OperationKind.RETRY, instance_id, {}, reason)
