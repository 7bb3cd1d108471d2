"""When the answers to a step for each agency may be read by the others."""

from datetime import timedelta

import pytest

from engine.queries.withholding import withheld_task_ids
from tests.support.case_rows import START, FakeElement
from tests.support.directory import demo_actor

STEP = {"element_id": "Task_Reasons", "agency_side": "each"}
LATER = START + timedelta(hours=1)


@pytest.fixture
def rows(rows):
    step = FakeElement("Task_Reasons", properties={"readable": "after own"})
    rows.engine.definitions.library.known["Task_Reasons"] = step
    return rows


def withheld(rows, agency="reading-council"):
    actor = demo_actor(rows.engine, "practitioner", agency)
    with rows.engine.open_reading() as work:
        compiled = rows.engine.definitions
        return withheld_task_ids(work, actor, rows.case, compiled)


def add(rows, agency, state="open", opened_at=START, closed_at=None):
    columns = {"agency_key": agency, "state": state, "opened_at": opened_at}
    return rows.add_task(**STEP, **columns, closed_at=closed_at).id


def test_while_the_step_is_open_only_those_read_who_have_written(rows):
    ours = add(rows, "reading-school", "completed", closed_at=START)
    add(rows, "reading-council")
    add(rows, "thames-police", "completed", closed_at=START)
    assert ours in withheld(rows)
    assert withheld(rows, "reading-school") == withheld(rows, "thames-police") == frozenset()


def test_an_open_task_of_others_is_withheld_too(rows):
    theirs = add(rows, "reading-school")
    add(rows, "reading-council")
    assert withheld(rows) == {theirs}


def test_somebody_who_is_not_asked_waits_for_the_end_of_the_step(rows):
    both = {add(rows, "reading-school", "completed", closed_at=START), add(rows, "reading-council")}
    assert withheld(rows, "thames-police") == both


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_when_the_step_is_over_everybody_reads(rows, state):
    add(rows, "reading-school", "completed", closed_at=START)
    add(rows, "reading-council", state, closed_at=LATER)
    assert withheld(rows) == withheld(rows, "thames-police") == frozenset()


def test_what_was_written_in_an_earlier_round_does_not_open_the_next(rows):
    for agency in ("reading-school", "reading-council"):
        add(rows, agency, "completed", closed_at=LATER)
    second = add(rows, "reading-school", "completed", LATER, LATER + timedelta(hours=1))
    add(rows, "reading-council", "open", LATER)
    assert withheld(rows) == {second}


def test_an_agency_that_joins_an_open_round_writes_before_it_reads(rows):
    first = add(rows, "reading-school")
    add(rows, "reading-council", "completed", closed_at=LATER)
    add(rows, "thames-police", opened_at=LATER)
    assert first in withheld(rows, "thames-police")


def test_other_steps_for_each_agency_are_read_at_once(rows):
    rows.add_task(element_id="RS_Task_Record", agency_side="each", agency_key="reading-school")
    rows.add_task(element_id="RS_Task_Record", agency_side="each", agency_key="reading-council")
    assert withheld(rows) == frozenset()
