"""Takes in what a mail server sends back later: an e-mail did not arrive after all."""

from enum import Enum, auto

from engine.context import Engine
from engine.notifications.bounces import read_bounce
from engine.runtime.undelivered import note_undelivered


class BounceResult(Enum):
    """What came of a report of a mail server."""

    NOTED = auto()
    KNOWN = auto()
    """The delivery had failed already; nothing is done twice."""
    NOT_FINAL = auto()
    """The server goes on trying, so nothing has failed yet."""


def take_in_bounce(engine: Engine, source: bytes) -> BounceResult:
    """Note the failure that a delivery status notification tells of, once.

    A danger alert goes to the next contact, as with a failure that shows at once.

    Raises:
        InputRefusedError: it is no such notification, or not about an e-mail of ours.
        NotFoundError: there is no such delivery.
    """
    bounce = read_bounce(source, engine.settings)
    if not bounce.is_final:
        return BounceResult.NOT_FINAL
    is_new = note_undelivered(engine, bounce.delivery_id, bounce.reason)
    return BounceResult.NOTED if is_new else BounceResult.KNOWN
