"""Process instances, for administrators."""

import uuid
from datetime import timedelta

import pytest

from engine.errors import NotAllowedError, NotFoundError
from engine.persistence.instances import Incident, Timer
from engine.queries.incidents import require_administered_incident
from engine.queries.instance_details import load_instance
from engine.queries.instance_filters import InstanceFilter
from engine.queries.instances import list_instances
from tests.support.case_rows import START, group
from tests.support.directory import demo_actor

BUSINESS = ("business-manager", "berkshire-partnership")


@pytest.fixture
def administrator(engine):
    return demo_actor(engine, "administrator", "berkshire-partnership")


def _incident(rows, **columns):
    return Incident(
        case_id=rows.case.id,
        process_instance_id=rows.instance.id,
        element_id="GW_S1_Outcome",
        message="The procedure could not go on.",
        cause="division by zero",
        raised_at=START,
        **columns,
    )


def _list(rows, actor, **options):
    with rows.engine.open_reading() as work:
        return list_instances(rows.engine, work, actor, **options)


def test_instances_are_for_administrators_of_the_partnership_alone(rows, administrator, stranger):
    assert [row.id for row in _list(rows, administrator).rows] == [rows.instance.id]
    assert _list(rows, stranger).rows == ()
    with pytest.raises(NotAllowedError):
        _list(rows, demo_actor(rows.engine, *BUSINESS))
    for actor in (stranger, demo_actor(rows.engine, *BUSINESS)):
        with rows.engine.open_reading() as work, pytest.raises(NotFoundError):
            load_instance(rows.engine, work, actor, rows.instance.id)


def test_an_instance_shows_what_is_open_what_waits_and_what_stops_it(rows, administrator):
    rows.add_task([group("line-manager", "reading-council")], due_at=START)
    rows.add_task(state="completed")
    later = START + timedelta(days=1)
    timers = [
        Timer(
            id=uuid.uuid4(),
            process_instance_id=rows.instance.id,
            element_id=f"Timer_{due.day}",
            due_at=due,
            next_attempt_at=due,
            attempts=0,
        )
        for due in (later, START)
    ]
    resolved = {"resolved_by": administrator.person_id, "resolved_at": START}
    rows.write(*timers, _incident(rows, state="resolved", **resolved))
    rows.write(_incident(rows, state="open"))
    with rows.engine.open_reading() as work:
        found = load_instance(rows.engine, work, administrator, rows.instance.id)
    assert [task.waiting_agencies for task in found.open_tasks] == [("Reading Council",)]
    assert [timer.due_at for timer in found.timers] == [START, later]
    assert [(i.state, i.resolved_by_name) for i in found.incidents] == [
        ("open", None),
        ("resolved", administrator.name),
    ]
    assert (found.row.open_incidents, found.row.next_due_at) == (1, START)


def test_the_list_can_be_narrowed_by_state_definition_and_incident(rows, administrator):
    danger = rows.new_instance(is_main=False, message="ImmediateDanger")
    danger.state = "ended"
    rows.write(danger, _incident(rows, state="open"))

    def ids(**only):
        return {row.id for row in _list(rows, administrator, only=InstanceFilter(**only)).rows}

    both = {rows.instance.id, danger.id}
    assert ids() == ids(process_definition_id=rows.case.process_definition_id) == both
    assert ids(process_definition_id=0) == set()
    assert ids(state="ended") == {danger.id}
    assert ids(has_incident=True) == {rows.instance.id}


def test_pages_follow_one_another_without_gaps(rows, administrator):
    rows.write(*(rows.new_instance(is_main=False, message="x") for _ in range(4)))
    first = _list(rows, administrator, limit=3)
    second = _list(rows, administrator, limit=3, cursor=first.next_cursor)
    assert second.next_cursor is None
    assert len({row.id for row in first.rows + second.rows}) == 5


def test_an_incident_is_the_partnerships_administrators_alone(rows, administrator, stranger):
    incident, done = _incident(rows, state="open"), _incident(rows, state="resolved")
    rows.write(incident)
    rows.write(done)
    with rows.engine.open_reading() as work:
        require_administered_incident(work, administrator, incident.id)
        for actor, incident_id in (
            (stranger, incident.id),
            (demo_actor(rows.engine, *BUSINESS), incident.id),
            (administrator, done.id),
            (administrator, incident.id + 99),
        ):
            with pytest.raises(NotFoundError) as refused:
                require_administered_incident(work, actor, incident_id)
            assert str(refused.value) == str(NotFoundError("open incident", incident_id))
