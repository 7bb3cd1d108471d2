"""What happened, in people's words."""

import pytest

from engine.queries.timeline import list_timeline
from engine.queries.timeline_words import SENTENCES
from engine.vocabulary import Happening
from tests.support.case_rows import START, FakeElement, group
from tests.support.directory import demo_actor

ENGINE_ROOM = {
    Happening.INSTANCE_STARTED,
    Happening.INSTANCE_ADVANCED,
    Happening.INSTANCE_ENDED,
}


@pytest.fixture
def manager(rows):
    rows.open_to(group("line-manager", "reading-school"))
    return demo_actor(rows.engine, "line-manager", "reading-school")


def _timeline(rows, actor):
    with rows.engine.open_reading() as work:
        return list_timeline(rows.engine, work, actor, rows.reference)


def test_every_kind_of_event_is_told_in_words_or_left_to_administrators(rows, manager):
    for kind in Happening:
        moved = {"from": 1} if kind == Happening.INSTANCE_MIGRATED else {}
        rows.add_event(kind, element_id="Task_S1_Contact", details=moved)
    told = _timeline(rows, manager)
    assert {entry.kind for entry in told} == set(Happening) - ENGINE_ROOM == set(SENTENCES)
    assert [entry.number for entry in told] == sorted(entry.number for entry in told)
    for entry in told:
        assert entry.sentence[0].isupper() or entry.sentence.startswith("“")
        assert "Task_S1_Contact" not in entry.sentence


def test_who_did_it_and_for_whom_stands_beside_the_sentence(rows, manager):
    rows.add_event(
        "task_completed",
        element_id="Task_S1_Contact",
        person_id=manager.person_id,
        agency_key="reading-school",
    )
    (entry,) = _timeline(rows, manager)
    assert entry.sentence == "Completed “task s1 contact”"
    assert (entry.person_name, entry.agency_name) == (manager.name, "Reading School")


def test_a_timer_that_fired_carries_its_limit_and_nobodys_name(rows, manager):
    rows.add_event("timer_fired", element_id="Timer_S1_24h", details={"due_at": START.isoformat()})
    (entry,) = _timeline(rows, manager)
    assert entry.sentence == "Time limit passed: timer s1 24h"
    assert (entry.person_name, entry.due_at) == (None, START)


def test_a_task_for_each_agency_names_the_agency_that_is_asked(rows, manager):
    rows.add_event(
        "task_opened", element_id="RS_Task_Record", details={"agency": "reading-council"}
    )
    assert _timeline(rows, manager)[0].agency_name == "Reading Council"


def test_danger_is_said_plainly_and_other_messages_by_their_label(rows, manager):
    rows.add_event("message_received", details={"message": "ImmediateDanger"})
    rows.add_event("message_received", details={"message": "RequestConference"})
    library = rows.engine.definitions.library
    library.message_starts["StatusChanged"] = "status"
    library.known["Begin"] = FakeElement(
        "Begin", "The status changed", process_id="status", message="StatusChanged"
    )
    rows.add_event("message_received", details={"message": "StatusChanged"})
    assert [entry.sentence for entry in _timeline(rows, manager)] == [
        "Reported that the child is in immediate danger",
        "Sent “RequestConference”",
        "Sent “The status changed”",
    ]


def test_the_end_names_the_end_that_was_reached(rows, manager):
    rows.add_event("case_ended", details={"outcome": "End_Resolved"})
    assert _timeline(rows, manager)[0].sentence == "The case ended: end resolved"
