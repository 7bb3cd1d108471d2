"""Notices about a case of the whole app, as the runtime would queue them."""

import uuid

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.notifications import Notification
from engine.runtime.delivering import deliver_notifications


def tell(engine: Engine, reference: str, *people: Actor, times: int = 1) -> None:
    """Tell people of a case and deliver the notices."""
    query = (
        select(ProcessInstance)
        .join(Case, Case.id == ProcessInstance.case_id)
        .where(Case.reference == reference, ProcessInstance.is_main)
    )
    with engine.open_unit_of_work() as work:
        instance = work.session.scalars(query).one()
        for _ in range(times):
            work.session.add(_notification(engine, instance, reference, people))
        work.commit()
    deliver_notifications(engine)


def _notification(
    engine: Engine, instance: ProcessInstance, reference: str, people: tuple[Actor, ...]
) -> Notification:
    return Notification(
        id=uuid.uuid4(),
        case_id=instance.case_id,
        process_instance_id=instance.id,
        element_id="Notify_S1_Overdue",
        template="TASK_OPENED",
        groups={"groups": [], "people": [person.person_id for person in people]},
        facts={"reference": reference, "stage": "S1"},
        is_danger=False,
        state="pending",
        queued_at=engine.clock.now(),
    )
