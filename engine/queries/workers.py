"""Which processes do the background work, by their own signs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from engine.clock import SystemClock
from engine.context import Engine
from engine.persistence.workers import WorkerSign

SILENT_AFTER = timedelta(minutes=3)
"""Each gives a sign once a minute."""


@dataclass(frozen=True)
class Worker:
    """A process that did the jobs when it was last seen."""

    name: str
    began_at: datetime
    seen_at: datetime
    is_alive: bool


def list_workers(engine: Engine) -> tuple[Worker, ...]:
    """Return the processes that were seen in the last days, the newest sign first. Real time."""
    now = SystemClock().now()
    with engine.open_reading() as work:
        rows = work.session.scalars(select(WorkerSign).order_by(WorkerSign.seen_at.desc()))
        return tuple(
            Worker(row.worker, row.began_at, row.seen_at, now - row.seen_at < SILENT_AFTER)
            for row in rows
        )
