"""Filters of process instances: what each finds, and as addresses."""

import uuid
from datetime import timedelta

import pytest

from engine.errors import InputRefusedError
from engine.persistence.cases import ReferenceCounter
from engine.persistence.instances import Incident, Timer
from engine.queries.instance_filters import InstanceFilter, read_instance_filter
from engine.queries.instances import list_instances
from tests.support.case_rows import START, CaseRows
from tests.support.directory import demo_actor


@pytest.fixture
def administrator(engine):
    return demo_actor(engine, "administrator", "berkshire-partnership")


@pytest.fixture
def other(rows):
    """A second case, of another version of the procedure."""
    return CaseRows(rows.engine, "BRK-2026-000002")


def _found(rows, actor, **only):
    with rows.engine.open_reading() as work:
        page = list_instances(rows.engine, work, actor, only=InstanceFilter(**only))
    return {row.reference for row in page.rows}


def test_each_filter_finds_what_it_says(rows, other, administrator):
    one, two = rows.reference, other.reference
    rows.add_task(due_at=START - timedelta(minutes=1))
    other.add_task(element_id="Task_S2_Contact", due_at=START + timedelta(days=1))
    other.write(
        Timer(
            id=uuid.uuid4(),
            process_instance_id=other.instance.id,
            element_id="Timer_S2",
            due_at=START,
            attempts=0,
        ),
        Incident(
            case_id=other.case.id,
            process_instance_id=other.instance.id,
            element_id="Gateway",
            state="open",
            message="x",
            cause="y",
            raised_at=START,
        ),
        ReferenceCounter(prefix="BRK", year=2026, last=2),
    )

    def found(**only):
        return _found(rows, administrator, **only)

    assert found() == found(state="open") == found(agency_key="reading-school") == {one, two}
    assert found(agency_key="thames-police") == found(state="suspended") == set()
    assert found(element_id="Task_S1_Contact") == found(is_overdue=True) == {one}
    assert found(element_id="Task_S2_Contact") == found(element_id="Timer_S2") == {two}
    assert found(element_id="Gateway") == found(has_incident=True) == {two}
    assert found(element_id="Task_S2_Contact", is_overdue=True) == set()
    assert found(element_id="Task_S2_Contact", agency_key="reading-school") == {two}
    assert found(reference="2") == found(reference="brk-2026-000002") == {two}
    key = "berkshire_escalation"
    assert found(process_definition_key=key) == {one, two}
    assert found(process_definition_key=key, version=other.case.process_definition_id) == {two}
    assert found(process_definition_key="tees") == found(process_definition_id=99) == set()


def test_age_counts_from_when_an_instance_started(rows, administrator):
    rows.engine.clock.advance(timedelta(days=3))

    def found(**only):
        return _found(rows, administrator, **only)

    assert found(older_than_days=3) == found(newer_than_days=4) == {rows.reference}
    assert found(older_than_days=4) == found(newer_than_days=3) == set()


def test_closed_tasks_and_resolved_incidents_are_not_found(rows, administrator):
    rows.add_task(state="completed", due_at=START)
    assert _found(rows, administrator, element_id="Task_S1_Contact") == set()
    assert _found(rows, administrator, is_overdue=True) == set()


FILTERS = (
    InstanceFilter(),
    InstanceFilter(state="open"),
    InstanceFilter(state="suspended", process_definition_key="a", version=0),
    InstanceFilter(
        state="ended",
        process_definition_key="berkshire_escalation",
        element_id="Task_ä",
        agency_key="reading-school",
        older_than_days=30,
        newer_than_days=0,
        is_overdue=True,
        has_incident=True,
        reference="BRK-2026-000001",
    ),
)


@pytest.mark.parametrize("wanted", FILTERS)
def test_a_filter_is_an_address_and_back(wanted):
    assert InstanceFilter.from_query_string(wanted.query_string()) == wanted


def test_an_address_without_a_state_means_what_has_not_ended():
    assert read_instance_filter({}) == InstanceFilter(state="open")
    assert read_instance_filter({"colour": "red", "overdue": "perhaps"}).narrows is False


@pytest.mark.parametrize(
    "query",
    [
        {"state": "running"},
        {"older": "-1"},
        {"newer": "1.5"},
        {"older": "٣"},
        {"older": "9" * 5000},
        {"procedure": "berkshire_escalation:x"},
        {"agency": "a\0"},
        {"element": "x" * 201},
    ],
)
def test_what_cannot_be_is_refused_in_words(query):
    with pytest.raises(InputRefusedError):
        read_instance_filter(query)


def test_a_reference_that_cannot_be_one_is_refused(rows, administrator):
    with pytest.raises(InputRefusedError):
        _found(rows, administrator, reference="?")
