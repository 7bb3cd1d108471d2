"""A disk that is full: nothing half-written, and the same goes through when there is room."""

import secrets

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from engine.errors import TaskMovedOnError
from engine.persistence.database import connect
from engine.persistence.instances import Incident
from engine.persistence.notifications import Notification
from engine.runtime.timers import fire_due_timers
from engine.runtime.user_tasks import complete_user_task
from tests.support.disk import Disk
from tests.support.engine import MANAGER, open_berkshire, quick
from tests.support.invariants import broken_invariants


@pytest.fixture
def house(berkshire_sqlite_url):
    """Return an engine on an SQLite file."""
    database = quick(connect(berkshire_sqlite_url))
    yield open_berkshire(database)
    database.engine.dispose()


def test_a_submit_on_a_full_disk_fails_as_a_whole_and_succeeds_when_there_is_room(house):
    started = house.climb("Task_S1_Contact")
    task = house.task(started.case_id, "Task_S1_Contact")
    manager = house.actor(*MANAGER)
    texts = {key: _noise() for key in ("why_unresolved", "raising_view", "receiving_view")}
    answers = house.answers(MANAGER, task.id, s1_outcome="not_resolved", **texts)
    disk = Disk(house.engine.database)
    before = house.case(started.case_id)
    disk.fill()
    with pytest.raises(OperationalError, match="full"):
        complete_user_task(house.engine, manager, task.id, answers)
    now = house.case(started.case_id)
    assert (now.revision, now.history_hash) == (before.revision, before.history_hash)
    assert house.open_elements(started.case_id) == ["Task_S1_Contact"]
    assert broken_invariants(house.engine) == []
    disk.empty()
    done = complete_user_task(house.engine, manager, task.id, answers)
    assert [opened.element_id for opened in done.opened] == ["Task_S2_Contact"]
    with pytest.raises(TaskMovedOnError):
        complete_user_task(house.engine, manager, task.id, answers)
    assert broken_invariants(house.engine) == []


def test_a_sweep_on_a_full_disk_raises_no_incident_and_goes_on_when_there_is_room(house):
    cases = [house.climb("Task_S1_Contact").case_id for _ in range(8)]
    disk = Disk(house.engine.database)
    disk.fill()
    house.clock.set(house.task(cases[0], "Task_S1_Contact").due_at)
    with pytest.raises(OperationalError, match="full"):
        fire_due_timers(house.engine)
    assert broken_invariants(house.engine) == []
    disk.empty()
    fire_due_timers(house.engine)
    told = house.rows(select(Notification).where(Notification.element_id == "Notify_S1_Overdue"))
    assert sorted(notice.case_id for notice in told) == sorted(cases)
    assert house.rows(select(Incident)) == []
    assert broken_invariants(house.engine) == []


def _noise():
    """Return text that does not compress well, nor looks like a number or a name by chance."""
    return "".join(chr(0x4E00 + secrets.randbelow(4096)) for _ in range(1400))
