"""Cases at every step are migrated by a process that is killed again and again, and go on.

Sixty cases on each database in `make test`; CONCORD_SOAK=1 makes it five hundred.
"""

import multiprocessing
import os
import random

from sqlalchemy import func, select

from engine.operations.asking import ask_operation
from engine.persistence.database import connect
from engine.persistence.history import HistoryEvent
from engine.persistence.operations import OperationItem
from engine.vocabulary import Happening, ItemState
from tests.support.engine import OFFICE, open_berkshire, quick
from tests.support.invariants import broken_chains, broken_invariants
from tests.support.operating_worker import operate_until_killed
from tests.support.standing import (
    due_times,
    follow_old_edition,
    raise_cases,
    standing,
    steps_for_people,
    waiting_elements,
)

CASES = 500 if os.environ.get("CONCORD_SOAK") == "1" else 60
KILLS = 5
PATIENCE_S = 60


def test_five_kills_leave_each_case_in_one_version_and_the_rest_go_on(berkshire_url):
    house = open_berkshire(quick(connect(berkshire_url)))
    old = follow_old_edition(house)
    raise_cases(house, CASES)
    assert waiting_elements(house) >= steps_for_people()
    instances, limits = standing(house, old), due_times(house)
    ask_operation(
        house.engine,
        house.actor("administrator", OFFICE),
        "migrate",
        [one.id for one in instances],
        {"to_version": "1"},
        "The sub-group wants running cases to follow the new edition.",
    )
    house.engine.database.engine.dispose()
    for life in range(KILLS):
        _work_and_die(berkshire_url, after=_cases(instances) // (KILLS + 2), life=life)
        assert broken_invariants(house.engine) == [], f"after life {life}"
        assert due_times(house) == limits, f"after life {life}"
        assert _cases(standing(house, old)) == _count(house, ItemState.WAITING)
    assert _count(house, ItemState.WAITING) > 0
    _work_and_die(berkshire_url, after=None, life=KILLS)
    assert due_times(house) == limits
    assert _count(house, ItemState.DONE) == _cases(instances)
    migrated = select(func.count()).where(HistoryEvent.kind == Happening.INSTANCE_MIGRATED)
    assert house.rows(migrated)[0] == len(instances)
    assert standing(house, old) == []
    assert broken_invariants(house.engine) == []
    assert broken_chains(house.engine) == []
    house.engine.database.engine.dispose()


def _work_and_die(url, *, after, life):
    """Let a process work until it has done so many, or everything, and kill it with -9."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.support.operating_worker"])

    listening, telling = processes.Pipe(duplex=False)
    worker = processes.Process(target=operate_until_killed, args=(url, telling))
    worker.start()
    done, chance = 0, random.Random(life)
    while after is None or done < after + chance.randint(0, 1):
        assert listening.poll(PATIENCE_S), f"life {life} does nothing"
        if not listening.recv():
            break
        done += 1
    worker.kill()
    worker.join()


def _cases(instances):
    return len({one.case_id for one in instances})


def _count(house, state):
    query = select(func.count()).select_from(OperationItem).where(OperationItem.state == state)
    return house.rows(query)[0]
