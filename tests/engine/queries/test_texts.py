"""What people wrote, and who may read it."""

import pytest

from engine.queries.confirmations import list_confirmations
from engine.queries.submissions import list_kept_texts, list_submissions
from forms.definition import read_form
from tests.support.case_rows import START, group
from tests.support.directory import demo_actor

FORM = b"""{"schemaVersion": 18, "type": "default", "id": "BRK-S1", "components": [
  {"type": "textarea", "id": "a", "key": "views", "label": "What each side thinks"},
  {"type": "radio", "id": "b", "key": "confirms_outcome", "label": "Is it so?",
   "values": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
   "properties": {"visibleTo": "case+bm"}},
  {"type": "textfield", "id": "c", "key": "record_ref", "label": "Your record",
   "properties": {"visibleTo": "own agency"}}]}"""
ANSWERS = {"views": "they differ", "confirms_outcome": "no", "record_ref": "S-7"}
EVERYBODY = (
    group("line-manager", "reading-school"),
    group("practitioner", "reading-school"),
    group("line-manager", "reading-council"),
    group("business-manager", "berkshire-partnership"),
)


@pytest.fixture
def rows(rows):
    rows.engine.definitions.forms["BRK-S1"] = read_form("BRK-S1", FORM)
    rows.open_to(*EVERYBODY)
    return rows


@pytest.fixture
def writer(engine):
    return demo_actor(engine, "line-manager", "reading-school")


@pytest.fixture
def colleague(engine):
    return demo_actor(engine, "practitioner", "reading-school")


@pytest.fixture
def other_side(engine):
    return demo_actor(engine, "line-manager", "reading-council")


@pytest.fixture
def office(engine):
    return demo_actor(engine, "business-manager", "berkshire-partnership")


def _read(rows, actor, query):
    with rows.engine.open_reading() as work:
        return query(rows.engine, work, actor, rows.reference)


def test_each_reader_sees_the_fields_that_are_for_them(rows, writer, colleague, other_side, office):
    rows.add_submission(rows.add_task(state="completed"), writer, ANSWERS)
    for_the_case = {"views": "they differ", "confirms_outcome": "no"}
    readers = {
        writer: ANSWERS,
        colleague: ANSWERS,
        other_side: for_the_case,
        office: {"confirms_outcome": "no"},
    }
    for reader, expected in readers.items():
        (text,) = _read(rows, reader, list_submissions)
        assert text.answers == expected
        assert (text.person_name, text.agency_name) == (writer.name, "Reading School")
        assert (text.stage_title, text.form_key) == ("Line managers", "BRK-S1")


def test_answers_that_the_form_does_not_know_are_the_writers_alone(rows, writer, other_side):
    rows.add_submission(rows.add_task(state="completed"), writer, {"stray": "text"})
    assert _read(rows, writer, list_submissions)[0].answers == {"stray": "text"}
    assert _read(rows, other_side, list_submissions)[0].answers == {}


def test_a_form_that_is_gone_hides_the_answers_from_all_but_the_writer(rows, writer, other_side):
    rows.add_submission(rows.add_task(state="completed"), writer, ANSWERS, form_key="NO-SUCH-FORM")
    assert _read(rows, writer, list_submissions)[0].answers == ANSWERS
    assert _read(rows, other_side, list_submissions)[0].answers == {}


@pytest.mark.parametrize("state", ["moved_on", "failed"])
def test_a_text_that_moved_nothing_is_kept_for_its_writer_alone(rows, writer, colleague, state):
    rows.add_submission(rows.add_task(state="cancelled"), writer, ANSWERS, state=state)
    (kept,) = _read(rows, writer, list_kept_texts)
    assert (kept.answers, kept.state) == (ANSWERS, state)
    assert _read(rows, colleague, list_kept_texts) == ()
    assert _read(rows, writer, list_submissions) == ()


def test_a_draft_on_a_task_that_its_limit_closed_is_read_by_the_next_level(
    rows, writer, other_side
):
    rows.add_draft(rows.add_task(state="cancelled"), writer, ANSWERS)
    (kept,) = _read(rows, other_side, list_kept_texts)
    assert (kept.state, kept.answers["views"]) == ("draft", "they differ")
    assert "record_ref" not in kept.answers


def test_a_draft_that_somebody_else_overtook_is_kept_for_its_writer_alone(rows, writer, other_side):
    rows.add_draft(rows.add_task(state="completed"), writer, ANSWERS)
    assert [text.answers for text in _read(rows, writer, list_kept_texts)] == [ANSWERS]
    assert _read(rows, other_side, list_kept_texts) == ()


def test_a_draft_of_an_open_task_is_not_among_the_kept_texts(rows, writer):
    rows.add_draft(rows.add_task(), writer, ANSWERS)
    assert _read(rows, writer, list_kept_texts) == ()


def test_each_agency_that_was_asked_to_confirm_is_listed_with_its_answer(rows, writer, other_side):
    asked = {"agency_side": "each", "name": "Confirm outcome"}
    answered = rows.add_task(
        agency_key="reading-school", state="completed", closed_at=START, **asked
    )
    rows.add_submission(answered, writer, ANSWERS)
    rows.add_submission(answered, writer, ANSWERS, state="moved_on")
    rows.add_task(agency_key="reading-council", **asked)
    rows.add_task(name="not a confirmation")
    found = _read(rows, other_side, list_confirmations)
    assert [(c.agency_name, c.state, c.confirms, c.person_name) for c in found] == [
        ("Reading Council", "open", None, None),
        ("Reading School", "completed", "no", writer.name),
    ]
