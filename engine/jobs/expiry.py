"""Removes remembered requests, trial runs and what was kept for undoing, once they have served.

Browser sessions and log-in counters are cleared by their own stores, on the real clock: a
demonstration's moved clock must not log everybody out.
"""

from datetime import timedelta

from sqlalchemy import delete

from engine.context import Engine
from engine.operations.forgetting import forget_what_cannot_be_undone
from engine.persistence.access_tokens import IdempotentRequest
from engine.persistence.sandbox_runs import SandboxRun
from engine.persistence.snapshots import snapshot_folder

REQUESTS_KEPT = timedelta(days=7)
RUNS_KEPT = timedelta(days=30)


def remove_expired(engine: Engine) -> None:
    """Remove requests nobody will send again, trial runs nobody came back to, and old states.

    The files of trial runs are removed on the machine that this runs on; a web process elsewhere
    looks after its own when it makes another one.
    """
    now = engine.clock.now()
    requests = IdempotentRequest.made_at <= now - REQUESTS_KEPT
    runs = SandboxRun.seen_at <= now - RUNS_KEPT
    with engine.open_unit_of_work() as work:
        work.session.execute(delete(IdempotentRequest).where(requests))
        work.session.execute(delete(SandboxRun).where(runs))
        work.commit()
    forget_what_cannot_be_undone(engine)
    snapshot_folder().trim()
