"""One child, one open case: whoever raises it again is asked, and may join, link or go on."""

import dataclasses

import pytest
from sqlalchemy import select

from engine.errors import AnswersQuestionedError, InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.cases import CaseAccess, CaseChildNumber, CaseLink
from engine.persistence.history import HistoryEvent
from engine.persistence.notifications import Notification
from engine.queries.case_details import load_case
from engine.runtime.cases import start_case
from engine.runtime.child_numbers import _digest, _keys
from engine.runtime.closing import take_back
from engine.runtime.joining import join_open_case
from engine.runtime.remarks import Remarks
from engine.runtime.user_tasks import complete_user_task
from engine.settings import Settings
from engine.vocabulary import CaseLinkKind, Closing
from tests.support.engine import COUNCIL, POLICE, RAISER, SCHOOL, Berkshire

RAISING = {"immediate_harm": "no", "concern_remains": "yes"}
APART = Remarks(kept_reasons={"child_ref": "Another child has the same number there."})
COUNCIL_RAISER = ("practitioner", COUNCIL)
SCHOOL_MANAGER = ("line-manager", SCHOOL)


def begin(berkshire, role=RAISER, **answers):
    """Start a case and return it with its raising task and answers to it."""
    actor = berkshire.actor(*role)
    started = start_case(berkshire.engine, actor, area_key="reading", agency_key=role[1])
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    other = COUNCIL if role[1] == SCHOOL else SCHOOL
    wanted = {"receiving_agency": other, **RAISING, **answers}
    return started, task, berkshire.answers(role, task.id, **wanted)


def raise_case(berkshire, role=RAISER, remarks=None, **answers):
    started, task, given = begin(berkshire, role, **answers)
    actor = berkshire.actor(*role)
    complete_user_task(berkshire.engine, actor, task.id, given, remarks=remarks or Remarks())
    return started


def question(berkshire, role=RAISER, **answers):
    with pytest.raises(AnswersQuestionedError) as questioned:
        raise_case(berkshire, role, **answers)
    (only,) = questioned.value.errors
    return only


def links(berkshire):
    return [(row.case_id, row.other_case_id, row.kind) for row in berkshire.rows(select(CaseLink))]


def history(berkshire, case_id):
    query = select(HistoryEvent).where(HistoryEvent.case_id == case_id)
    return berkshire.rows(query.order_by(HistoryEvent.number))


def test_the_same_number_between_the_same_agencies_is_asked_about(berkshire):
    first = raise_case(berkshire, child_ref="SG-2031/7")
    asked = question(berkshire, child_ref="SG-2031/7")
    assert (asked.key, asked.kind, asked.words) == ("child_ref", "open_case", ())
    assert asked.message == (
        "A case about this child is already open between these agencies: "
        "“Between practitioners”, raised on Mon 7 Sep 2026"
    )
    assert asked.open_case.id == first.case_id
    assert asked.open_case.is_open_to_actor


@pytest.mark.parametrize("written", ["sg2031-7", "SG/2031/7", "sG-20317"])
def test_the_same_number_may_be_written_in_another_way(berkshire, written):
    raise_case(berkshire, child_ref="SG-2031/7")
    assert question(berkshire, child_ref=written).kind == "open_case"


def test_the_other_agency_is_asked_too_and_learns_stage_and_date_alone(berkshire):
    first = raise_case(berkshire, child_ref="SG-2031/7", other_child_ref="C-88")
    # Nobody of the council but its practitioners has been told yet: a line manager raises.
    role = ("line-manager", COUNCIL)
    asked = question(berkshire, role, child_ref="C-88")
    assert (asked.key, asked.open_case.is_open_to_actor) == ("child_ref", False)
    assert first.reference not in asked.message
    assert "SG" not in asked.message


def test_either_number_finds_the_case(berkshire):
    raise_case(berkshire, child_ref="SG-2031/7", other_child_ref="C-88")
    asked = question(berkshire, COUNCIL_RAISER, child_ref="X-1", other_child_ref="SG-2031/7")
    assert asked.key == "other_child_ref"


def test_another_number_or_other_agencies_are_not_asked_about(berkshire):
    raise_case(berkshire, child_ref="SG-2031/7")
    raise_case(berkshire, child_ref="SG-2031/8")
    raise_case(berkshire, child_ref="SG-2031/7", receiving_agency=POLICE)
    assert links(berkshire) == []


def test_a_case_is_not_a_duplicate_of_itself_nor_before_it_is_raised(berkshire):
    begin(berkshire, child_ref="SG-2031/7")
    raise_case(berkshire, child_ref="SG-2031/7", other_child_ref="SG-2031/7")


def test_a_case_that_has_ended_is_forgotten(berkshire):
    first = raise_case(berkshire, child_ref="SG-2031/7")
    assert len(berkshire.rows(select(CaseChildNumber))) == 1
    berkshire.complete(first.case_id, "Task_S0_Discuss", RAISER, s0_outcome="resolved")
    for task in berkshire.tasks(first.case_id):
        role = ("practitioner", task.agency_key)
        berkshire.complete(first.case_id, task.element_id, role, confirms_outcome="yes")
    assert berkshire.case(first.case_id).ended_at is not None
    assert berkshire.rows(select(CaseChildNumber)) == []
    raise_case(berkshire, child_ref="SG-2031/7")


def test_going_on_without_a_link_wants_a_reason(berkshire):
    raise_case(berkshire, child_ref="SG-2031/7")
    second = raise_case(berkshire, remarks=APART, child_ref="SG-2031/7")
    assert links(berkshire) == []
    completed = [e for e in history(berkshire, second.case_id) if e.kind == "task_completed"]
    assert completed[-1].details["kept"] == {"child_ref": ["open_case"]}


def test_going_on_with_a_link_ties_the_new_case_to_the_open_one(berkshire):
    first = raise_case(berkshire, child_ref="SG-2031/7")
    second = raise_case(berkshire, remarks=Remarks(link_to_open_case=True), child_ref="SG-2031/7")
    assert links(berkshire) == [(second.case_id, first.case_id, CaseLinkKind.SAME_CHILD)]


def test_without_an_open_case_there_is_nothing_to_link(berkshire):
    raise_case(berkshire, remarks=Remarks(link_to_open_case=True), child_ref="SG-2031/7")
    assert links(berkshire) == []


def test_a_case_with_danger_is_never_held_up(berkshire):
    raise_case(berkshire, child_ref="SG-2031/7")
    second = raise_case(berkshire, child_ref="SG-2031/7", immediate_harm="yes")
    assert "Task_Danger_Act" in berkshire.open_elements(second.case_id)
    completed = [e for e in history(berkshire, second.case_id) if e.kind == "task_completed"]
    assert completed[-1].details["noted"] == {"child_ref": ["open_case"]}


def test_who_joins_sees_the_open_case_and_their_own_line_managers_are_told(berkshire):
    first = raise_case(berkshire, child_ref="SG-2031/7")
    _, task, answers = begin(berkshire, SCHOOL_MANAGER, child_ref="SG-2031/7")
    manager = berkshire.actor(*SCHOOL_MANAGER)
    with berkshire.engine.open_reading() as work, pytest.raises(NotFoundError):
        load_case(berkshire.engine, work, manager, first.reference)
    joined = join_open_case(berkshire.engine, manager, task.id, answers)
    assert joined == first.reference
    with berkshire.engine.open_reading() as work:
        assert load_case(berkshire.engine, work, manager, joined).reference == joined
    event = history(berkshire, first.case_id)[-2]
    assert (event.kind, event.person_id, event.agency_key) == (
        "case_joined",
        manager.person_id,
        SCHOOL,
    )
    told = berkshire.rows(select(Notification).where(Notification.template == "CASE_JOINED"))
    assert [(row.groups["groups"], row.only_for_agency) for row in told] == [
        ([[SCHOOL, "line-manager"]], SCHOOL)
    ]
    by_name = select(CaseAccess).where(
        CaseAccess.case_id == first.case_id, CaseAccess.person_id == manager.person_id
    )
    assert [row.role for row in berkshire.rows(by_name)] == ["practitioner"]


def test_what_was_about_to_be_raised_is_taken_back_as_a_duplicate_and_tells_nobody_else(berkshire):
    first = raise_case(berkshire, child_ref="SG-2031/7")
    second, task, answers = begin(berkshire, SCHOOL_MANAGER, child_ref="SG-2031/7")
    manager = berkshire.actor(*SCHOOL_MANAGER)
    joined = join_open_case(berkshire.engine, manager, task.id, answers)
    take_back(berkshire.engine, manager, second.reference, joined=joined)
    case = berkshire.case(second.case_id)
    assert (case.closed_as, case.ended_at) == (Closing.DUPLICATE, berkshire.clock.now())
    assert links(berkshire) == [(second.case_id, first.case_id, CaseLinkKind.DUPLICATE)]
    notices = select(Notification).where(Notification.case_id == second.case_id)
    told = [group for row in berkshire.rows(notices) for group in row.groups["groups"]]
    assert [group for group in told if group[0] != SCHOOL] == []


def test_a_case_that_was_sent_is_not_taken_back(berkshire):
    first = raise_case(berkshire, child_ref="SG-2031/7")
    second = raise_case(berkshire, child_ref="SG-2031/8")
    raiser = berkshire.actor(*RAISER)
    with pytest.raises(NotAllowedError):
        take_back(berkshire.engine, raiser, second.reference, joined=first.reference)


def test_who_sees_the_open_case_already_joins_without_a_word(berkshire):
    first = raise_case(berkshire, child_ref="SG-2031/7")
    before = len(history(berkshire, first.case_id))
    _, task, answers = begin(berkshire, child_ref="SG-2031/7")
    assert join_open_case(berkshire.engine, berkshire.actor(*RAISER), task.id, answers)
    assert len(history(berkshire, first.case_id)) == before


@pytest.mark.parametrize(
    "changed", [{"child_ref": "SG-9"}, {"receiving_agency": POLICE}, {"raising_agency": POLICE}]
)
def test_nobody_joins_a_case_of_another_child_or_other_agencies(berkshire, changed):
    raise_case(berkshire, child_ref="SG-2031/7")
    _, task, answers = begin(berkshire, SCHOOL_MANAGER, child_ref="SG-2031/7")
    manager = berkshire.actor(*SCHOOL_MANAGER)
    with pytest.raises(InputRefusedError):
        join_open_case(berkshire.engine, manager, task.id, {**answers, **changed})


def test_a_third_agency_does_not_join_by_naming_two_others(berkshire):
    raise_case(berkshire, child_ref="SG-2031/7")
    role = ("practitioner", POLICE)
    _, task, answers = begin(berkshire, role, child_ref="SG-2031/7")
    both = {**answers, "raising_agency": SCHOOL, "receiving_agency": COUNCIL}
    with pytest.raises(InputRefusedError):
        join_open_case(berkshire.engine, berkshire.actor(*role), task.id, both)


def test_the_digest_is_keyed_and_lives_through_a_rotation_of_keys(berkshire):
    raise_case(berkshire, child_ref="SG-2031/7")
    (row,) = berkshire.rows(select(CaseChildNumber))
    assert "2031" not in row.digest
    keys = berkshire.engine.settings.encryption_keys
    rotated = Settings(secret_key="t" * 64, encryption_keys=("k2:" + "cd" * 32, *keys))
    assert row.digest in {_digest(key, "sg 20317") for key in _keys(rotated)}
    assert row.digest != _digest(_keys(rotated)[0], "SG-2031/7")
    engine = dataclasses.replace(berkshire.engine, settings=rotated)
    assert question(Berkshire(engine, berkshire.clock), child_ref="SG-2031/7").kind == "open_case"


def test_the_history_says_that_a_case_was_linked_when_it_was_raised(berkshire):
    first = raise_case(berkshire, child_ref="SG-2031/7")
    second = raise_case(berkshire, remarks=Remarks(link_to_open_case=True), child_ref="SG-2031/7")
    (event,) = [one for one in history(berkshire, second.case_id) if one.kind == "cases_linked"]
    assert event.details == {"other": first.reference, "kind": CaseLinkKind.SAME_CHILD}
