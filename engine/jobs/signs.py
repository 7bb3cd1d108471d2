"""Says once a minute that this process is there and does the work."""

import os
import socket
from datetime import timedelta

from sqlalchemy import delete

from engine.clock import SystemClock
from engine.context import Engine
from engine.persistence.workers import WorkerSign

FORGOTTEN_AFTER = timedelta(days=7)
_BEGAN_AT = SystemClock().now()


def give_sign(engine: Engine) -> None:
    """Write down that this process works on the database now; forget those that are long gone.

    Real time counts: in a demonstration the engine's clock may stand anywhere.
    """
    now = SystemClock().now()
    with engine.open_unit_of_work() as work:
        worker = f"{socket.gethostname()}:{os.getpid()}"
        work.session.merge(WorkerSign(worker=worker, began_at=_BEGAN_AT, seen_at=now))
        work.session.execute(delete(WorkerSign).where(WorkerSign.seen_at < now - FORGOTTEN_AFTER))
        work.session.flush()
        work.commit()


def take_sign_back(engine: Engine) -> None:
    """Forget this process: it ends in good order."""
    with engine.open_unit_of_work() as work:
        worker = f"{socket.gethostname()}:{os.getpid()}"
        work.session.execute(delete(WorkerSign).where(WorkerSign.worker == worker))
        work.commit()
