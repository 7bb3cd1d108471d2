"""What has not ended, counted by version and by element."""

import uuid
from datetime import timedelta

import pytest

from engine.errors import NotFoundError
from engine.persistence.directory import Area
from engine.persistence.instances import Incident, Timer
from engine.queries.instance_counts import count_elements, count_versions
from engine.queries.instance_places import CATCHING
from tests.support.case_rows import START, FakeElement
from tests.support.directory import demo_actor

STEP, EVENT = "Task_S1_Contact", "Event_Wait"


@pytest.fixture
def administrator(engine):
    return demo_actor(engine, "administrator", "berkshire-partnership")


@pytest.fixture
def busy(rows):
    """A case with two open steps, one of them overdue, a waiting event and an incident."""
    known = rows.engine.definitions.library.known
    known[EVENT] = FakeElement(EVENT, "Wait", type=CATCHING)
    known[STEP] = FakeElement(STEP, "Contact")
    rows.add_task(due_at=START)
    rows.add_task(due_at=START + timedelta(days=1))
    rows.add_task(state="completed", due_at=START)
    rows.write(
        Timer(
            id=uuid.uuid4(),
            process_instance_id=rows.instance.id,
            element_id=EVENT,
            due_at=START,
            attempts=0,
        ),
        *(
            Incident(
                case_id=rows.case.id,
                process_instance_id=rows.instance.id,
                element_id=element_id,
                state=state,
                message="x",
                cause="y",
                raised_at=START,
            )
            for element_id, state in ((STEP, "open"), (None, "open"), (STEP, "resolved"))
        ),
    )
    return rows


def _elements(rows, actor):
    definition_id = rows.case.process_definition_id
    with rows.engine.open_reading() as work:
        found = count_elements(rows.engine, work, actor, definition_id)
    return {
        one.element_id: (one.name, one.tokens, one.overdue, one.incidents, one.timers)
        for one in found
    }


def test_what_is_open_is_counted_at_each_element(busy, administrator):
    assert _elements(busy, administrator) == {
        EVENT: ("Wait", 1, 0, 0, 1),
        STEP: ("Contact", 2, 1, 1, 0),
        "": ("", 0, 0, 1, 0),
    }


def test_a_version_counts_its_instances_not_their_tasks(busy, administrator):
    with busy.engine.open_reading() as work:
        (count,) = count_versions(busy.engine, work, administrator)
    assert (count.open, count.overdue, count.with_incident) == (1, 1, 1)
    assert count.version.id == busy.case.process_definition_id


def test_others_learn_nothing_of_a_version(busy, stranger):
    with busy.engine.open_reading() as work:
        assert count_versions(busy.engine, work, stranger) == ()
    with pytest.raises(NotFoundError):
        _elements(busy, stranger)


def test_who_shares_a_procedure_counts_their_own_instances_alone(busy, administrator, stranger):
    busy.write(
        Area(
            key="elsewhere",
            name="Elsewhere",
            partnership_key="elsewhere",
            process_definition_key="berkshire_escalation",
            edition="2026-03-25",
        )
    )
    assert _elements(busy, stranger) == {}
    assert len(_elements(busy, administrator)) == 3
    with busy.engine.open_reading() as work:
        (count,) = count_versions(busy.engine, work, stranger)
    assert (count.open, count.overdue, count.with_incident) == (0, 0, 0)


def test_what_has_ended_is_counted_nowhere(busy, administrator):
    with busy.engine.open_unit_of_work() as work:
        instance = work.session.merge(busy.instance)
        instance.state = "ended"
        work.commit()
    assert _elements(busy, administrator) == {}
