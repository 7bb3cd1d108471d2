"""The background worker of the embedded mode."""

import threading
import time

from engine.jobs.ticker import LONGEST_PAUSE_SECONDS, Ticker, _pause
from engine.jobs.work import JOBS, Job

PATIENCE_SECONDS = 10


def _alive():
    return {thread.name for thread in threading.enumerate()}


def test_a_job_is_done_again_and_again_until_the_ticker_stops(engine):
    rounds = threading.Semaphore(0)
    ticker = Ticker(engine, [Job("count", lambda _engine: rounds.release(), 0.01)])
    ticker.start()
    for _ in range(3):
        assert rounds.acquire(timeout=PATIENCE_SECONDS)
    ticker.stop()
    assert "count" not in _alive()
    while rounds.acquire(blocking=False):
        pass
    time.sleep(0.05)
    assert not rounds.acquire(blocking=False)


def test_a_failing_job_goes_on_and_holds_up_no_other(engine):
    tries, rounds = threading.Semaphore(0), threading.Semaphore(0)

    def fail(_engine):
        tries.release()
        raise ZeroDivisionError

    jobs = [Job("fail", fail, 0.01), Job("work", lambda _engine: rounds.release(), 0.01)]
    ticker = Ticker(engine, jobs)
    ticker.start()
    for semaphore in (tries, tries, tries, rounds, rounds, rounds):
        assert semaphore.acquire(timeout=PATIENCE_SECONDS)
    ticker.stop()


def test_a_job_that_hangs_holds_up_no_other_and_not_the_end(engine):
    release, rounds = threading.Event(), threading.Semaphore(0)
    jobs = [
        Job("hang", lambda _engine: release.wait(PATIENCE_SECONDS), 0.01),
        Job("work", lambda _engine: rounds.release(), 0.01),
    ]
    ticker = Ticker(engine, jobs)
    ticker.start()
    for _ in range(3):
        assert rounds.acquire(timeout=PATIENCE_SECONDS)
    release.set()
    ticker.stop()
    assert not {"hang", "work"} & _alive()


def test_stopping_a_ticker_that_never_started_is_no_mistake(engine):
    Ticker(engine).stop()


def test_pauses_grow_with_failures_in_a_row_up_to_a_minute():
    job = Job("any", print, 1)
    assert [_pause(job, failures) for failures in range(4)] == [1, 2, 4, 8]
    assert _pause(job, 10_000) == LONGEST_PAUSE_SECONDS
    assert _pause(Job("rare", print, 600), 3) == 600


def test_time_limits_are_looked_at_about_once_a_second():
    pauses = {job.name: job.pause_seconds for job in JOBS}
    assert pauses["fire due timers"] <= 1
    assert pauses["deliver notifications"] <= 1
