"""The embedded mode's background worker: one thread for each job, inside the web process."""

import threading
from collections.abc import Sequence

import structlog

from engine.context import Engine
from engine.jobs.work import JOBS, Job

LONGEST_PAUSE_SECONDS = 60.0
STOP_SECONDS = 15.0

log = structlog.get_logger(__name__)


class Ticker:
    """Does the jobs until it is stopped. Start it after the server has forked, never before.

    Each job has its own thread: a mail server that does not answer must not hold back a time
    limit. What is due is decided by the engine's clock; the pauses are real time.
    """

    def __init__(self, engine: Engine, jobs: Sequence[Job] = JOBS) -> None:
        """Take the engine that the jobs work on."""
        self._engine = engine
        self._stopping = threading.Event()
        self._threads = [
            # Daemons: a server that is killed does not wait for a mail server.
            threading.Thread(target=self._repeat, args=(job,), name=job.name, daemon=True)
            for job in jobs
        ]

    def start(self) -> None:
        """Begin; returns at once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, after the round that each thread is in."""
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(STOP_SECONDS)

    def _repeat(self, job: Job) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                job.run(self._engine)
                failures = 0
            except Exception:
                # Whatever it was (a database restarting), the next round tries again.
                failures += 1
                log.exception("job_failed", job=job.name, failures=failures)
            self._stopping.wait(_pause(job, failures))


def _pause(job: Job, failures: int) -> float:
    """Return the seconds until the next round: twice as long after each failure in a row."""
    longest = max(job.pause_seconds, LONGEST_PAUSE_SECONDS)
    return min(job.pause_seconds * 2.0 ** min(failures, 10), longest)
