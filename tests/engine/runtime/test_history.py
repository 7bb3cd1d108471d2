"""The history of a case: complete, chained, and refused every change by the database itself."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from engine.persistence.history import HistoryEvent
from engine.vocabulary import Happening
from tests.support.engine import MANAGER, OFFICE, RAISER
from tests.support.invariants import broken_chains
from tests.support.whole_case import play_whole_case


def test_the_chain_of_a_whole_case_can_be_verified_by_anybody(berkshire):
    case_id = play_whole_case(berkshire)
    events = berkshire.rows(select(HistoryEvent).where(HistoryEvent.case_id == case_id))
    assert len(events) > 50
    assert {event.kind for event in events} >= {
        Happening.INSTANCE_STARTED,
        Happening.INSTANCE_ADVANCED,
        Happening.TASK_OPENED,
        Happening.TASK_CLAIMED,
        Happening.TASK_COMPLETED,
        Happening.TIMER_FIRED,
        Happening.NOTIFICATION_QUEUED,
        Happening.MESSAGE_RECEIVED,
        Happening.INSTANCE_ENDED,
        Happening.CASE_ENDED,
    }
    assert broken_chains(berkshire.engine) == []


TAMPERINGS = (
    {"details": {"task": "another"}},
    {"person_id": 1},
    {"element_id": "Task_S9"},
    {"kind": "task_opened"},
    {"agency_key": "thames-police"},
    {"hash": "0" * 64},
)


@pytest.mark.parametrize("change", TAMPERINGS, ids=lambda change: next(iter(change)))
def test_a_change_behind_the_back_of_the_database_is_found(berkshire, change):
    started = berkshire.climb("Task_S1_Contact")
    assert broken_chains(berkshire.engine) == []
    one = select(HistoryEvent.id).where(
        HistoryEvent.case_id == started.case_id, HistoryEvent.kind == Happening.TASK_COMPLETED
    )
    event_id = berkshire.rows(one)[0]
    with berkshire.engine.open_unit_of_work() as work:
        _without_triggers(work)
        work.session.execute(update(HistoryEvent).where(HistoryEvent.id == event_id).values(change))
        work.commit()
    assert broken_chains(berkshire.engine) != []


def _without_triggers(work):
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("ALTER TABLE history_event DISABLE TRIGGER ALL"))
    else:
        work.session.execute(text("DROP TRIGGER history_event_refuses_update"))


CHANGES = {
    "update": "UPDATE history_event SET kind = 'x'",
    "update of nothing much": "UPDATE history_event SET number = number",
    "delete": "DELETE FROM history_event",
    "truncate": "TRUNCATE history_event",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_itself_refuses_to_change_history(berkshire, change):
    started = berkshire.start()
    with berkshire.engine.open_unit_of_work() as work, pytest.raises(DBAPIError) as refusal:
        work.session.execute(text(change))
    is_sqlite = berkshire.engine.database.engine.dialect.name == "sqlite"
    wanted = "syntax error" if is_sqlite and "TRUNCATE" in change else "append-only"
    assert wanted in str(refusal.value)
    events = berkshire.rows(select(HistoryEvent).where(HistoryEvent.case_id == started.case_id))
    assert {event.kind for event in events} >= {Happening.INSTANCE_STARTED}


def test_who_did_what_stands_beside_it_with_the_agency_for_which_they_acted(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    berkshire.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="not_resolved")
    query = select(HistoryEvent).where(HistoryEvent.kind == Happening.TASK_COMPLETED)
    done = {event.element_id: event for event in berkshire.rows(query)}
    for element_id, role in (("Task_S0_Raise", RAISER), ("Task_S1_Contact", MANAGER)):
        person = berkshire.actor(*role)
        assert (done[element_id].person_id, done[element_id].agency_key) == (
            person.person_id,
            role[1],
        )
    assert berkshire.actor("administrator", OFFICE).person_id not in {
        event.person_id for event in done.values()
    }
