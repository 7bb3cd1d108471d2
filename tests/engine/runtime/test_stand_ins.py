"""The ladder: who is asked when nobody of a group may act."""

import uuid
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.access import JOINS_AT, LADDER, Actor, Group, Opening, Sides
from engine.persistence.cases import CaseAgency
from engine.persistence.directory import Person, RoleGrant
from engine.queries.actors import load_actors
from engine.runtime.sides import load_sides
from engine.runtime.staffing import ROLES, load_staff
from engine.runtime.stand_ins import Asked, levels_above, who_is_asked
from engine.vocabulary import Role, TaskState

AGENCIES = ("reading-school", "reading-council", "thames-police")
GROUPS = st.builds(Group, st.sampled_from(AGENCIES), st.sampled_from(ROLES))
ABSENT = st.none() | st.integers(1, 4)
GRANTS = st.frozensets(
    st.tuples(st.integers(1, 4), GROUPS, ABSENT).filter(lambda grant: grant[0] != grant[2]),
    max_size=10,
)
"""Who has which group, and in whose place; None: of their own."""


def test_the_next_level_is_asked_and_never_one_below():
    assert levels_above([Role.LINE_MANAGER])[0] == Role.TEAM_MANAGER
    assert Role.LINE_MANAGER not in levels_above([Role.SAFEGUARDING_LEAD, Role.NEXT_LEVEL_MANAGER])
    assert levels_above([Role.SAFEGUARDING_LEAD])[0] == Role.LINE_MANAGER
    assert levels_above([Role.MEETING_CHAIR])[0] == Role.DEPARTMENTAL_HEAD
    assert levels_above([LADDER[-1]]) == levels_above([Role.BUSINESS_MANAGER]) == ()


def test_every_role_of_a_case_stands_on_the_ladder_or_joins_it():
    outside = {Role.BUSINESS_MANAGER, Role.PROCEDURES_GROUP, Role.EDITOR, Role.ADMINISTRATOR}
    assert {*LADDER, *JOINS_AT} == set(Role) - outside


def test_a_named_person_who_has_left_is_replaced_by_colleagues_but_a_practitioner_is_not():
    chairs, practitioners = Group("a", Role.MEETING_CHAIR), Group("a", Role.PRACTITIONER)
    heads, managers = Group("a", Role.DEPARTMENTAL_HEAD), Group("a", Role.LINE_MANAGER)
    there = {chairs, practitioners, heads, managers}

    def able(opening):
        return opening.person_id == 0 and opening.group in there

    assert who_is_asked([Opening(chairs, 7)], able) == Asked((Opening(chairs),))
    assert who_is_asked([Opening(practitioners, 7)], able) == Asked((Opening(managers),))


@given(st.lists(GROUPS, min_size=1, max_size=4, unique=True), st.frozensets(GROUPS, max_size=12))
def test_nobody_is_asked_in_vain_as_long_as_an_agency_has_anybody_above(wanted, there):
    def able(opening):
        return opening.group in there

    asked = who_is_asked(map(Opening, wanted), able)
    for agency in {group.agency_key for group in wanted}:
        here = [o for o in asked.openings if o.group.agency_key == agency]
        roles = [group.role for group in wanted if group.agency_key == agency]
        could = {*roles, *levels_above(roles)}
        assert here
        if any(Group(agency, role) in there for role in could):
            assert any(map(able, here))
            assert agency not in asked.nobody_in
        else:
            assert agency in asked.nobody_in
            assert {o.group.role for o in here} == set(roles)


def test_a_group_counts_as_able_exactly_when_the_rule_bars_not_all_of_its_members(rows):
    now, done = rows.engine.clock.now(), [rows.add_task(state=TaskState.COMPLETED) for _ in "ab"]
    acts = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(AGENCIES)), max_size=2)

    @settings(max_examples=80)
    @given(GRANTS, st.permutations(AGENCIES), st.integers(1, 3), st.integers(1, 4), acts)
    def agree(grants, order, count, raised_by, acted):
        involved = order[:count]
        with rows.engine.open_unit_of_work() as work:
            for table in (RoleGrant, CaseAgency):
                work.session.query(table).delete()
            work.session.add_all(
                RoleGrant(
                    person_id=person,
                    agency_key=group.agency_key,
                    role=group.role,
                    valid_from=now,
                    deputy_for=absent,
                )
                for person, group, absent in grants
            )
            work.session.add_all(
                CaseAgency(
                    case_id=rows.case.id, agency_key=key, side="other" if place else "raising"
                )
                for place, key in enumerate(involved)
            )
            work.session.get_one(type(rows.case), rows.case.id).started_by = raised_by
            for task, (person, agency) in zip(done, acted, strict=False):
                row = work.session.get_one(type(task), task.id)
                row.completed_by, row.acted_for = person, agency
            work.session.flush()
            sides = load_sides(work, rows.case.id)
            staff = load_staff(work, rows.case.id, involved, now, bound=True)
            actors = list(load_actors(work, range(1, 5), now).values())
        for agency in involved:
            for role in ROLES:
                opening = Opening(Group(agency, role))
                assert staff.able(opening) == _is_able(opening, actors, sides)

    agree()


def _is_able(opening: Opening, actors: Iterable[Actor], sides: Sides) -> bool:
    return any(opening.admits(actor) and sides.bar(actor, opening) is None for actor in actors)


def test_people_who_cannot_log_in_and_roles_of_another_time_count_for_nothing(rows):
    now = rows.engine.clock.now()
    with rows.engine.open_unit_of_work() as work:
        before = load_staff(work, uuid.uuid4(), AGENCIES[:1], now, bound=False)
        work.session.query(Person).update({"active": False})
        after = load_staff(work, uuid.uuid4(), AGENCIES[:1], now, bound=False)
    assert Group(AGENCIES[0], "line-manager") in before.groups
    assert after.groups == frozenset()
    assert after.known == {AGENCIES[0]}
