"""Whoever acted for an agency that was replaced has taken a side, and acts for no other."""

import pytest
from alembic import command
from sqlalchemy import select, text

from engine.access import Group, Opening
from engine.errors import NotAllowedError
from engine.persistence.cases import FormerAgency
from engine.persistence.tasks import UserTask
from engine.persistence.upgrading import _config
from engine.queries.comments import list_comments
from engine.queries.own_agencies import own_agencies
from engine.queries.worklist import list_open_tasks
from engine.runtime.comments import NewComment, write_comment
from engine.runtime.directory import grant_role
from engine.runtime.sides import load_sides
from engine.runtime.staffing import load_staff
from engine.runtime.transfers import Transfer, transfer_case
from engine.runtime.user_tasks import complete_user_task
from tests.support.engine import COUNCIL, MANAGER, OFFICE, POLICE, SCHOOL
from tests.support.operating import Desk

HEALTH = "berkshire-health"
STEP = "Task_S2_Contact"
HIGHER = "next-level-manager"


@pytest.fixture
def started(berkshire):
    """Return a case in which the school's line manager has acted, who has become the council's."""
    started = berkshire.climb(STEP)
    email = f"line-manager@{SCHOOL}.example"
    grant_role(berkshire.engine, email=email, agency_key=COUNCIL, role=HIGHER)
    return started


def change(house, started, joining, leaving=None):
    administrator = house.actor("administrator", OFFICE)
    transfer_case(house.engine, administrator, started.reference, Transfer(joining, leaving))


def may_act(house, started):
    """Tell whether the step can be done by the manager: by inbox, by rule, and by doing it."""
    actor = house.actor(*MANAGER)
    with house.engine.open_reading() as work:
        rows = list_open_tasks(house.engine, work, actor).rows
        sides = load_sides(work, started.case_id)
    is_listed = any(row.element_id == STEP for row in rows)
    assert is_listed == (sides.bar(actor, Opening(Group(COUNCIL, HIGHER))) is None)
    return is_listed


def test_they_do_not_act_for_the_other_side_after_their_agency_was_replaced(berkshire, started):
    change(berkshire, started, POLICE, SCHOOL)
    assert not may_act(berkshire, started)
    task = berkshire.task(started.case_id, STEP)
    with pytest.raises(NotAllowedError):
        complete_user_task(berkshire.engine, berkshire.actor(*MANAGER), task.id, {})
    change(berkshire, started, HEALTH, POLICE)
    assert not may_act(berkshire, started)
    assert successors(berkshire) == {SCHOOL: HEALTH, POLICE: HEALTH}


def test_nor_when_an_administrator_changed_it_by_an_operation_and_back(berkshire, started):
    desk = Desk(berkshire)
    desk.operate(started, "change_participant", leaving=SCHOOL, joining=POLICE)
    assert not may_act(berkshire, started)
    desk.operate(started, "change_participant", leaving=POLICE, joining=SCHOOL)
    assert not may_act(berkshire, started)
    assert successors(berkshire) == {POLICE: SCHOOL}


def test_they_go_on_for_the_side_for_which_they_have_acted(berkshire, started):
    change(berkshire, started, HEALTH, COUNCIL)
    change(berkshire, started, COUNCIL, SCHOOL)
    assert may_act(berkshire, started)
    change(berkshire, started, SCHOOL)
    assert may_act(berkshire, started)
    assert successors(berkshire) == {}


def test_a_preview_changes_nobody_s_side(berkshire, started):
    Desk(berkshire).preview(started, "change_participant", leaving=SCHOOL, joining=POLICE)
    assert successors(berkshire) == {}


def test_a_group_with_nobody_else_is_known_to_have_nobody(berkshire, started):
    only = berkshire.actor(*MANAGER)
    with berkshire.engine.open_unit_of_work() as work:
        leaves = "UPDATE role_grant SET valid_to = valid_from WHERE agency_key = :agency"
        others = " AND role = :role AND person_id <> :person"
        values = {"agency": COUNCIL, "role": HIGHER, "person": only.person_id}
        work.session.execute(text(leaves + others), values)
        work.commit()
    change(berkshire, started, POLICE, SCHOOL)
    now = berkshire.clock.now()
    with berkshire.engine.open_reading() as work:
        staff = load_staff(work, started.case_id, [COUNCIL], now, bound=True)
    assert not staff.able(Opening(Group(COUNCIL, HIGHER)))


def test_nor_do_they_read_what_is_the_other_sides_own(berkshire, started):
    new = NewComment("For the council.", own_agency_only=True)
    council = berkshire.actor("line-manager", COUNCIL)
    write_comment(berkshire.engine, council, started.reference, new)
    change(berkshire, started, POLICE, SCHOOL)
    actor = berkshire.actor(*MANAGER)
    with berkshire.engine.open_reading() as work:
        assert own_agencies(work, actor, started.case_id) == (SCHOOL,)
        assert list_comments(berkshire.engine, work, actor, started.reference) == ()


def successors(house):
    rows = house.rows(select(FormerAgency))
    return {row.agency_key: row.successor_key for row in rows}


def test_the_migration_knows_what_was_changed_before_it(berkshire, started):
    change(berkshire, started, POLICE, SCHOOL)
    change(berkshire, started, HEALTH, POLICE)
    change(berkshire, started, SCHOOL)
    acted = select(UserTask.completed_for, UserTask.acted_for).order_by(UserTask.id)
    before = all_rows(berkshire, acted), successors(berkshire)
    with berkshire.engine.database.begin_schema_change() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0017-1")
        command.upgrade(config, "head")
    assert (all_rows(berkshire, acted), successors(berkshire)) == before


def all_rows(house, query):
    with house.engine.open_reading() as work:
        return [tuple(row) for row in work.session.execute(query)]
