"""Every kind of operation."""

from engine.errors import NotFoundError
from engine.operations.cancelling import CANCEL
from engine.operations.completing import COMPLETE_STEP, SKIP_STEP
from engine.operations.correcting import CORRECT_VALUE
from engine.operations.kind import Kind
from engine.operations.messaging import SEND_MESSAGE
from engine.operations.migration.going import MIGRATE
from engine.operations.moving import GO_BACK, MOVE_TOKEN
from engine.operations.reassigning import REASSIGN, RELEASE
from engine.operations.recalculating import RECALCULATE_DUE
from engine.operations.retrying import RETRY
from engine.operations.suspending import RESUME, SUSPEND
from engine.operations.timers import CHANGE_DUE, FIRE_TIMER
from engine.operations.transferring import CHANGE_PARTICIPANT

KINDS: tuple[Kind, ...] = (
    SUSPEND,
    RESUME,
    CANCEL,
    RETRY,
    CORRECT_VALUE,
    COMPLETE_STEP,
    SKIP_STEP,
    MOVE_TOKEN,
    GO_BACK,
    FIRE_TIMER,
    CHANGE_DUE,
    RECALCULATE_DUE,
    REASSIGN,
    RELEASE,
    CHANGE_PARTICIPANT,
    SEND_MESSAGE,
    MIGRATE,
)


def kind_of(key: str) -> Kind:
    """Return a kind of operation.

    Raises:
        NotFoundError: there is none with this key.
    """
    for kind in KINDS:
        if kind.key == key:
            return kind
    raise NotFoundError("operation", key)
