"""Forgets what was kept to undo an operation, once it cannot be undone any more.

It holds the state of a case with everything that was known then; of an operation that ended its
case also the hint that tells who the child is.
"""

from datetime import timedelta

from sqlalchemy import or_, select, update

from engine.context import Engine
from engine.persistence.instances import ProcessInstance
from engine.persistence.operations import OperationItem
from engine.vocabulary import InstanceState

END_CAN_BE_UNDONE = timedelta(days=7)
"""For how long an operation can be taken back that has ended its process instance."""


def forget_what_cannot_be_undone(engine: Engine) -> None:
    """Forget what was kept where something has happened since, or the time is over."""
    has_ended = ProcessInstance.state == InstanceState.ENDED
    is_over = has_ended & (OperationItem.done_at <= engine.clock.now() - END_CAN_BE_UNDONE)
    instance = select(ProcessInstance.id).where(
        ProcessInstance.id == OperationItem.process_instance_id,
        or_(OperationItem.revision != ProcessInstance.revision, is_over),
    )
    kept = update(OperationItem).where(OperationItem.before.is_not(None), instance.exists())
    with engine.open_unit_of_work() as work:
        work.session.execute(
            kept.values(before=None), execution_options={"synchronize_session": False}
        )
        work.commit()
