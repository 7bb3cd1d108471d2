"""kill -9 at any moment: after each restart everything is either done or not, and nothing hangs.

Thirty kills on each database in `make test`; CONCORD_SOAK=1 makes it two hundred.
"""

import multiprocessing
import os
import random
import time

from sqlalchemy import func, select

from engine.persistence.cases import Case
from engine.persistence.database import connect
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident
from engine.persistence.tasks import Submission
from engine.runtime.timers import fire_due_timers
from engine.vocabulary import Happening
from tests.support.busy_worker import work_until_killed
from tests.support.engine import MONDAY, open_berkshire, quick
from tests.support.invariants import broken_invariants

KILLS = 200 if os.environ.get("CONCORD_SOAK") == "1" else 30
MOST_ACTS = 8
LONGEST_PAUSE_S = 0.1
PATIENCE_S = 60


def test_whatever_moment_the_process_is_killed_at_nothing_is_half_done(berkshire_url):
    # Forked from a process that has imported everything, so that a life is work and not imports.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.support.busy_worker"])
    chance = random.Random(20260325)
    house = open_berkshire(quick(connect(berkshire_url)))
    counts = []
    for life in range(KILLS):
        listening, telling = processes.Pipe(duplex=False)
        worker = processes.Process(target=work_until_killed, args=(berkshire_url, life, telling))
        worker.start()
        for _ in range(chance.randint(1, MOST_ACTS)):
            assert listening.poll(PATIENCE_S), f"life {life} does nothing"
            listening.recv()
        time.sleep(chance.uniform(0, LONGEST_PAUSE_S))
        assert worker.is_alive(), f"life {life} ended by itself"
        worker.kill()
        worker.join()
        assert broken_invariants(house.engine) == [], f"after life {life}"
        counts.append(house.rows(select(func.count()).select_from(HistoryEvent))[0])
    assert counts == sorted(counts)
    _everything_that_is_due_fires(house)
    assert house.rows(select(func.count()).select_from(Case))[0] > 3
    assert house.rows(select(func.count()).select_from(Submission))[0] > KILLS
    house.engine.database.engine.dispose()


def _everything_that_is_due_fires(house):
    """Nothing is stuck: a server that starts now tells every limit that is left."""
    last = house.rows(select(func.max(HistoryEvent.at)))[0]
    house.clock.set(max(last, MONDAY))
    house.wait(days=30)
    while fire_due_timers(house.engine):
        pass
    assert broken_invariants(house.engine) == []
    assert house.rows(select(Incident)) == []
    fired = select(func.count()).where(HistoryEvent.kind == Happening.TIMER_FIRED)
    assert house.rows(fired)[0] > 0
