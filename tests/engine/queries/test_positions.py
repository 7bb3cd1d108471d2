"""Both positions: what each agency said for itself, and only what the reader may read."""

from datetime import timedelta

import pytest

from engine.errors import NotFoundError
from engine.queries.positions import load_positions
from forms.definition import read_form
from tests.support.case_rows import START, FakeElement, group
from tests.support.directory import demo_actor
from tests.support.engine import COUNCIL, MANAGER, OTHER_MANAGER, RAISER, SCHOOL

FORM = b"""{"schemaVersion": 18, "type": "default", "id": "BRK-S1", "components": [
  {"type": "textarea", "id": "a", "key": "concern", "label": "The concern"},
  {"type": "textarea", "id": "b", "key": "why_unresolved", "label": "What is left"},
  {"type": "textarea", "id": "c", "key": "raising_view", "label": "View of the raising agency"},
  {"type": "textarea", "id": "d", "key": "receiving_view", "label": "View of the receiving agency"},
  {"type": "textarea", "id": "e", "key": "note", "label": "Only for us",
   "properties": {"visibleTo": "own agency"}},
  {"type": "textarea", "id": "f", "key": "for_all", "label": "For the office as well",
   "properties": {"visibleTo": "case+bm"}},
  {"type": "textfield", "id": "g", "key": "short", "label": "A few words"}]}"""
OWN_STEP = {"state": "completed", "agency_side": "raising"}
EVERYBODY = (
    group("line-manager", SCHOOL),
    group("line-manager", COUNCIL),
    group("business-manager", "berkshire-partnership"),
)


@pytest.fixture
def rows(rows):
    rows.engine.definitions.forms["BRK-S1"] = read_form("BRK-S1", FORM)
    rows.open_to(*EVERYBODY)
    return rows


@pytest.fixture
def school(engine):
    return demo_actor(engine, "line-manager", SCHOOL)


@pytest.fixture
def council(engine):
    return demo_actor(engine, "line-manager", COUNCIL)


def said(rows, reader):
    """Return for each agency its texts by key, the newest statement first."""
    with rows.engine.open_reading() as work:
        positions = load_positions(rows.engine, work, reader, rows.reference)
    return {
        position.side: [
            {text.key: text.text for text in statement.texts} for statement in position.statements
        ]
        for position in positions
    }


def test_what_is_sent_at_an_agencys_own_step_is_its_position(rows, school, council):
    rows.add_submission(rows.add_task(**OWN_STEP), school, {"concern": "old", "short": "no view"})
    rows.engine.clock.advance(timedelta(hours=1))
    rows.add_submission(rows.add_task(**OWN_STEP), school, {"concern": "new"})
    assert said(rows, council) == {
        "raising": [{"concern": "new"}, {"concern": "old"}],
        "receiving": [],
    }


def test_views_of_a_joint_step_stand_on_their_side_whoever_writes_them(rows, school, council):
    answers = {"raising_view": "ours", "receiving_view": "theirs", "why_unresolved": "all of it"}
    rows.add_submission(rows.add_task(state="completed"), council, answers)
    assert said(rows, school) == {
        "raising": [{"raising_view": "ours"}],
        "receiving": [{"receiving_view": "theirs"}],
    }
    with rows.engine.open_reading() as work:
        raising, _ = load_positions(rows.engine, work, school, rows.reference)
    (statement,) = raising.statements
    assert (statement.person_name, statement.written_for) == (council.name, "Reading Council")
    assert (statement.task_name, statement.is_joint) == ("Review the information", False)


def test_a_joint_step_may_repeat_the_raising_agencys_own_question(rows, school, council):
    rows.add_submission(rows.add_task(**OWN_STEP), school, {"concern": "first"})
    rows.add_submission(rows.add_task(state="completed"), council, {"concern": "as it is now"})
    assert said(rows, council)["raising"] == [{"concern": "as it is now"}, {"concern": "first"}]


def test_without_a_view_of_its_own_what_an_agency_recorded_for_both_stands(rows, school, council):
    rows.add_submission(rows.add_task(state="completed"), council, {"why_unresolved": "the visit"})
    with rows.engine.open_reading() as work:
        raising, receiving = load_positions(rows.engine, work, school, rows.reference)
    assert raising.statements == ()
    assert [one.is_joint for one in receiving.statements] == [True]


def test_own_agency_fields_and_danger_are_nobodys_position(rows, school):
    rows.add_submission(rows.add_task(**OWN_STEP), school, {"note": "for us alone"})
    alert = rows.add_task(**OWN_STEP, is_danger=True)
    rows.add_submission(alert, school, {"concern": "now"})
    assert said(rows, school) == {"raising": [], "receiving": []}


def test_who_chairs_for_the_partnership_speaks_for_no_agency(rows, school):
    chaired = rows.add_task(state="completed", agency_side="partnership")
    rows.add_submission(chaired, school, {"concern": "the chair's"})
    assert said(rows, school)["raising"] == []


def test_what_an_agency_said_that_was_replaced_stays_on_its_side(rows, school):
    health = demo_actor(rows.engine, "line-manager", "berkshire-health")
    rows.add_submission(rows.add_task(**OWN_STEP), health, {"concern": "said before"})
    assert said(rows, school)["raising"] == [{"concern": "said before"}]


def test_a_text_that_moved_nothing_is_no_position(rows, school):
    late = rows.add_task(state="cancelled", agency_side="raising")
    rows.add_submission(late, school, {"concern": "too late"}, state="moved_on")
    assert said(rows, school)["raising"] == []


def test_the_office_reads_what_is_for_it(rows, school, engine):
    answers = {"concern": "for the case", "for_all": "for the office"}
    rows.add_submission(rows.add_task(**OWN_STEP), school, answers)
    office = demo_actor(engine, "business-manager", "berkshire-partnership")
    assert said(rows, office)["raising"] == [{"for_all": "for the office"}]


def test_what_is_read_after_ones_own_is_named_and_not_shown(rows, school, council):
    step = FakeElement("Task_Reasons", properties={"readable": "after own"})
    rows.engine.definitions.library.known["Task_Reasons"] = step
    asked = {"element_id": "Task_Reasons", "agency_side": "each"}
    sent = rows.add_task(**asked, agency_key=SCHOOL, state="completed", closed_at=START)
    rows.add_task(**asked, agency_key=COUNCIL)
    rows.add_submission(sent, school, {"concern": "unread"})
    with rows.engine.open_reading() as work:
        raising, receiving = load_positions(rows.engine, work, council, rows.reference)
    assert [(one.is_withheld, one.texts) for one in raising.statements] == [(True, ())]
    assert receiving.statements == ()
    assert said(rows, school)["raising"] == [{"concern": "unread"}]


def test_a_case_that_has_not_reached_somebody_has_no_positions(rows, engine):
    stranger = demo_actor(engine, "line-manager", "thames-police")
    with rows.engine.open_reading() as work, pytest.raises(NotFoundError):
        load_positions(rows.engine, work, stranger, rows.reference)


def test_a_reason_why_something_stays_stands_with_its_text(rows, school, council):
    remarks = {"kept": {"concern": "It is the name of a place."}}
    sealed = rows.engine.sealer.seal_json(remarks, "submission.remarks")
    rows.add_submission(rows.add_task(**OWN_STEP), school, {"concern": "Ash Road"}, remarks=sealed)
    with rows.engine.open_reading() as work:
        raising, _ = load_positions(rows.engine, work, council, rows.reference)
    (text,) = raising.statements[0].texts
    assert text.kept_reason == "It is the name of a place."


def test_in_berkshire_the_managers_views_come_before_the_first_concern(berkshire):
    started = berkshire.climb("Task_S2_Contact")
    with berkshire.engine.open_reading() as work:
        actor = berkshire.actor(*OTHER_MANAGER)
        positions = load_positions(berkshire.engine, work, actor, started.reference)
    raising, receiving = positions
    assert (raising.agency_key, receiving.agency_key) == (SCHOOL, COUNCIL)
    assert [one.element_id for one in raising.statements] == ["Task_S1_Contact", "Task_S0_Raise"]
    assert [one.element_id for one in receiving.statements] == ["Task_S1_Contact"]
    names = (berkshire.actor(*MANAGER).name, berkshire.actor(*RAISER).name)
    assert tuple(one.person_name for one in raising.statements) == names
