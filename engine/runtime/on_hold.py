"""What people are told who meet a process instance that an administrator holds."""

from engine.errors import NotAllowedError
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.vocabulary import InstanceState

ON_HOLD = (
    "{reference} is on hold: an administrator is putting something right in it. Try again later. "
    "If the child is at risk, report it now: that is never held up."
)
KEPT_ON_HOLD = (
    "This case is on hold: an administrator is putting something right in it. What you typed has "
    "been kept. If the child is at risk, report it now: that is never held up."
)


def refuse_on_hold(instance: ProcessInstance, case: Case) -> None:
    """Raise NotAllowedError when an administrator holds the instance."""
    if instance.state == InstanceState.SUSPENDED:
        raise NotAllowedError(ON_HOLD.format(reference=case.reference))
