"""Delivers what the outbox holds, and reacts to what did not arrive."""

import structlog

from engine.context import Engine
from engine.notifications.fan_out import fan_out_notifications
from engine.notifications.sending import send_deliveries
from engine.runtime.incidents import cause_of
from engine.runtime.undelivered import note_undelivered

log = structlog.get_logger(__name__)

NOTICES_OF_AN_ALERT = 5
"""No procedure tells of a danger alert in more notices."""


def deliver_notifications(engine: Engine, *, limit: int = 100) -> int:
    """Fan out at most `limit` notifications and try at most `limit` deliveries; return how many.

    Safe to call from any number of processes at once.
    """
    fanned_out = fan_out_notifications(engine, limit=limit)
    return fanned_out + send_deliveries(engine, limit=limit, give_up=note_undelivered)


def list_danger_at_once(engine: Engine) -> None:
    """Let a danger alert stand in the lists of Concord before its reporter looks who is told.

    It comes first of all that waits. What cannot be done here is left to the job: the alert is kept
    already, and nothing holds up whoever reports danger.
    """
    try:
        fan_out_notifications(engine, limit=NOTICES_OF_AN_ALERT)
    except Exception as failure:  # noqa: BLE001 - the job does it in a moment
        log.critical("danger_not_listed_at_once", cause=cause_of(failure))
