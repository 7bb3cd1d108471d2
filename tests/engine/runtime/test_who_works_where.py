"""Which agencies a case knows: the child's social care, people's own, and those elsewhere."""

import pytest
from sqlalchemy import event

from engine.definitions.recipients import parse_recipients
from engine.errors import AnswersInvalidError, InputRefusedError
from engine.persistence.directory import Person, RoleGrant
from engine.runtime.cases import start_case
from engine.runtime.directory import add_person, grant_role
from engine.runtime.execution import load_instance
from engine.runtime.locking import lock_case, main_instance
from engine.runtime.parties import agencies_on_side, groups_of
from engine.runtime.task_forms import open_form
from engine.runtime.user_tasks import complete_user_task
from engine.runtime.workplaces import Workplaces
from engine.vocabulary import AgencySide
from tests.support.engine import COUNCIL, OTHER_PRACTITIONER, POLICE, RAISER, SCHOOL
from tests.support.two_sides import follow_two_sides

ELSEWHERE = ("practitioner", "barnsley-school")


@pytest.fixture
def two_sides(berkshire):
    follow_two_sides(berkshire.engine)
    return berkshire


def main_variables(berkshire, reference):
    with berkshire.engine.open_unit_of_work() as work:
        case = lock_case(work, reference)
        movement = load_instance(berkshire.engine, work, case, main_instance(work, case))
        return dict(movement.process.variables)


def options(berkshire, role, task_id, name):
    with berkshire.engine.open_reading() as work:
        shown = open_form(berkshire.engine, work, berkshire.actor(*role), task_id)
    return [option["value"] for option in shown.context[name]]


def test_social_care_is_the_agency_of_the_childs_area_whoever_raises(two_sides):
    started = start_case(two_sides.engine, two_sides.actor(*ELSEWHERE), area_key="reading")
    assert main_variables(two_sides, started.reference)["social_care_agency"] == COUNCIL
    two_sides.complete(started.case_id, "Raise", ELSEWHERE, receiving_agency=SCHOOL)
    variables = main_variables(two_sides, started.reference)
    assert agencies_on_side(AgencySide.SOCIAL_CARE, variables) == (COUNCIL,)
    assert variables["agencies"] == ["barnsley-school", SCHOOL]
    (group,) = groups_of(parse_recipients("senior-manager of social_care"), variables)
    assert (group.agency_key, group.role) == (COUNCIL, "senior-manager")


def test_a_side_that_nobody_is_on_is_nobody():
    assert agencies_on_side(AgencySide.SOCIAL_CARE, {"social_care_agency": None}) == ()


def test_somebody_from_another_partnership_raises_for_their_own_agency(berkshire):
    started = start_case(berkshire.engine, berkshire.actor(*ELSEWHERE), area_key="reading")
    task_id = started.user_task_id
    assert options(berkshire, ELSEWHERE, task_id, "own_agency_options") == ["barnsley-school"]
    offered = options(berkshire, ELSEWHERE, task_id, "agency_options")
    assert {"barnsley-school", SCHOOL, COUNCIL, POLICE} <= set(offered)
    assert not {"barnsley-council", "berkshire-partnership"} & set(offered)
    berkshire.complete(
        started.case_id,
        "Task_S0_Raise",
        ELSEWHERE,
        immediate_harm="no",
        concern_remains="yes",
        raising_agency="barnsley-school",
    )
    assert berkshire.open_elements(started.case_id) == ["Task_S0_Discuss"]


def test_an_area_whose_procedure_is_not_published_says_so(berkshire):
    with pytest.raises(InputRefusedError, match=r"No procedure has been published for Essex"):
        start_case(berkshire.engine, berkshire.actor(*RAISER), area_key="essex")


def reach_last(berkshire):
    started = berkshire.start()
    berkshire.complete(started.case_id, "Raise", RAISER)
    for role in (RAISER, OTHER_PRACTITIONER):
        task = next(t for t in berkshire.tasks(started.case_id) if t.agency_key == role[1])
        answers = berkshire.answers(role, task.id)
        complete_user_task(berkshire.engine, berkshire.actor(*role), task.id, answers)
    return berkshire.task(started.case_id, "Last")


def test_a_rule_asks_for_which_agency_somebody_works(two_sides):
    task, raiser = reach_last(two_sides), two_sides.actor(*RAISER)
    involved = str(two_sides.actor("meeting-chair", SCHOOL).person_id)
    with pytest.raises(AnswersInvalidError) as refused:
        complete_user_task(two_sides.engine, raiser, task.id, {"chair": involved})
    assert "not involved" in refused.value.errors[0].message
    chair = str(two_sides.actor("meeting-chair", POLICE).person_id)
    assert complete_user_task(two_sides.engine, raiser, task.id, {"chair": chair}).ended


def test_a_form_can_be_worked_out_after_its_transaction(two_sides):
    task, raiser = reach_last(two_sides), two_sides.actor(*RAISER)
    with two_sides.engine.open_reading() as work:
        shown = open_form(two_sides.engine, work, raiser, task.id)
        assert work.session.connection()
    statements = []
    database = two_sides.engine.database.engine
    event.listen(database, "before_cursor_execute", lambda *given: statements.append(given[2]))
    assert shown.functions["agency of"](str(raiser.person_id)) == SCHOOL
    assert statements == []


def test_however_many_people_are_asked_about_the_directory_is_read_once(engine):
    statements = []
    event.listen(
        engine.database.engine,
        "before_cursor_execute",
        lambda *given: statements.append(given[2]),
    )
    with engine.open_reading() as work:
        people = work.session.query(Person.id).all()
        statements.clear()
        agency_of = Workplaces(work, engine.clock.now()).agency_of
        assert None not in {agency_of(row.id) for row in people}
    assert len([text for text in statements if "role_grant" in text]) == len(statements) == 1


@pytest.mark.parametrize("nobody", ["", "somebody", "-1", "99999999", None, True, 1.5])
def test_nobody_in_particular_works_nowhere(engine, nobody):
    with engine.open_reading() as work:
        assert Workplaces(work, engine.clock.now()).agency_of(nobody) is None


def test_of_several_agencies_the_first_counts_while_its_grant_holds(engine):
    person = add_person(engine, email="sam@example.org", name="Sam")
    for agency in (POLICE, SCHOOL):
        grant_role(engine, email="sam@example.org", agency_key=agency, role="meeting-chair")
    with engine.open_unit_of_work() as work:
        assert Workplaces(work, engine.clock.now()).agency_of(person) == POLICE
        grant = work.session.query(RoleGrant).filter_by(person_id=person, agency_key=POLICE).one()
        grant.valid_to = engine.clock.now()
        work.session.flush()
        assert Workplaces(work, engine.clock.now()).agency_of(str(person)) == SCHOOL
