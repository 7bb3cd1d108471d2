"""Delivers what the outbox holds, and reacts to what did not arrive."""

from engine.context import Engine
from engine.notifications.fan_out import fan_out_notifications
from engine.notifications.sending import send_deliveries
from engine.runtime.undelivered import note_undelivered


def deliver_notifications(engine: Engine, *, limit: int = 100) -> int:
    """Fan out at most `limit` notifications and try at most `limit` deliveries; return how many.

    Safe to call from any number of processes at once.
    """
    fanned_out = fan_out_notifications(engine, limit=limit)
    return fanned_out + send_deliveries(engine, limit=limit, give_up=note_undelivered)
