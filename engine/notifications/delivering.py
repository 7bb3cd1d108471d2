"""Delivers what the outbox holds."""

from engine.context import Engine
from engine.notifications.fan_out import fan_out_notifications
from engine.notifications.sending import send_deliveries


def deliver_notifications(engine: Engine, *, limit: int = 100) -> int:
    """Fan out at most `limit` notifications and try at most `limit` deliveries; return how many.

    Safe to call from any number of processes at once.
    """
    return fan_out_notifications(engine, limit=limit) + send_deliveries(engine, limit=limit)
