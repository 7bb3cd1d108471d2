"""An administrator opens a case: with a reason, for a while, and told to its people."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.operations.looking import find_administered, list_variables, raw_state
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance
from engine.queries.case_openings import list_openings
from engine.queries.opened_case import list_opened_texts
from engine.queries.timeline import list_timeline
from engine.runtime.case_openings import MOST_REASON, OPEN_FOR, open_case, shut_case
from tests.support.engine import MANAGER, OFFICE

ADMINISTRATOR = ("administrator", OFFICE)
REASON = "The school asked why it stands still."


@pytest.fixture
def started(berkshire):
    return berkshire.climb("Task_S1_Contact")


@pytest.fixture
def look(berkshire, started):
    query = select(ProcessInstance.id).where(ProcessInstance.case_id == started.case_id)
    (instance_id,) = berkshire.rows(query)

    def looked(reading):
        actor = berkshire.actor(*ADMINISTRATOR)
        with berkshire.engine.open_reading() as work:
            return reading(berkshire.engine, work, actor, instance_id)

    return looked


def texts(engine, work, actor, instance_id):
    _, case = find_administered(work, actor, instance_id)
    return list_opened_texts(engine, work, actor, case)


def open_it(berkshire, started, reason=REASON):
    return open_case(berkshire.engine, berkshire.actor(*ADMINISTRATOR), started.reference, reason)


def hidden(look):
    return {one.name for one in look(list_variables) if one.value is None}


def test_what_people_wrote_is_closed_until_the_case_is_opened(berkshire, started, look):
    for reading in (texts, raw_state):
        with pytest.raises(NotAllowedError, match="Open the case"):
            look(reading)
    names = {one.name: one.value for one in look(list_variables)}
    assert names["raising_agency"] == "Reading School"
    assert "child_ref" in hidden(look)
    open_it(berkshire, started)
    assert [text.element_id for text in look(texts)] == ["Task_S0_Raise", "Task_S0_Discuss"]
    assert look(raw_state).startswith("{")
    assert "child_ref" not in hidden(look)


def test_an_opening_ends_by_itself_or_before(berkshire, started, look):
    open_it(berkshire, started)
    berkshire.clock.set(berkshire.clock.now() + OPEN_FOR - timedelta(minutes=1))
    assert look(texts)
    berkshire.clock.set(berkshire.clock.now() + timedelta(minutes=1))
    with pytest.raises(NotAllowedError):
        look(texts)
    open_it(berkshire, started)
    shut_case(berkshire.engine, berkshire.actor(*ADMINISTRATOR), started.reference)
    with pytest.raises(NotAllowedError):
        look(texts)


def test_its_people_see_who_opened_it_and_administrators_why(berkshire, started):
    open_it(berkshire, started)
    with berkshire.engine.open_reading() as work:
        told = list_timeline(berkshire.engine, work, berkshire.actor(*MANAGER), started.reference)
        (row,) = list_openings(berkshire.engine, work, berkshire.actor(*ADMINISTRATOR)).rows
        assert not list_openings(berkshire.engine, work, berkshire.actor(*MANAGER)).rows
    assert told[-1].sentence == "Opened the case to read what was written, and said why"
    assert told[-1].person_name == berkshire.actor(*ADMINISTRATOR).name
    assert (row.reason, row.reference) == (REASON, started.reference)
    query = select(HistoryEvent).where(HistoryEvent.kind == "case_opened")
    assert REASON not in str(berkshire.rows(query)[0].details)


@pytest.mark.parametrize("reason", ["", "  ", "x" * (MOST_REASON + 1)])
def test_a_reason_is_needed(berkshire, started, reason):
    with pytest.raises(InputRefusedError):
        open_it(berkshire, started, reason)


def test_only_its_administrators_open_a_case(berkshire, started):
    for role in (MANAGER, ("administrator", "barnsley-partnership")):
        with pytest.raises(NotFoundError):
            open_case(berkshire.engine, berkshire.actor(*role), started.reference, REASON)
