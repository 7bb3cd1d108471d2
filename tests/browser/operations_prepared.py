"""A case that an administrator has acted on, with an incident, for the pages of operations."""

from sqlalchemy import select

from engine.operations.asking import ask_operation
from engine.persistence.cases import Case
from engine.persistence.instances import Incident, ProcessInstance
from engine.runtime.case_openings import open_case
from engine.vocabulary import IncidentState, OperationKind
from tests.support.app import ConcordApp

REASON = "The agencies asked for time."


def prepare_operations(concord: ConcordApp) -> dict[str, str]:
    """Suspend and open a case of its own; return the places of what was written."""
    with concord.engine.open_reading() as work:
        known = set(work.session.scalars(select(ProcessInstance.id)))
    concord.raise_case()
    administrator = concord.actor("administrator", "berkshire-partnership")
    with concord.engine.open_unit_of_work() as work:
        query = select(ProcessInstance).where(ProcessInstance.id.not_in(known))
        instance = work.session.scalars(query).one()
        reference = work.session.get_one(Case, instance.case_id).reference
        incident = Incident(
            case_id=instance.case_id,
            process_instance_id=instance.id,
            state=IncidentState.OPEN,
            message="The procedure could not go on from this step.",
            cause="KeyError at prepared.py:1",
            raised_at=concord.engine.clock.now(),
        )
        work.session.add(incident)
        work.session.flush()
        places = {"operated": str(instance.id), "incident": str(incident.id)}
        work.commit()
        instance_id = instance.id
    operation = ask_operation(
        concord.engine,
        administrator,
        OperationKind.SUSPEND,
        [instance_id],
        {"clock": "runs_on"},
        REASON,
    )
    open_case(concord.engine, administrator, reference, REASON)
    return places | {"operation": str(operation)}
