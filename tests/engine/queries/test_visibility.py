"""The SQL filters and the pure rules of `engine/access.py` are the same rules."""

import uuid

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from engine.access import EVERY_MEMBER, Actor, Group, Opening, is_free_for_all
from engine.persistence.cases import Case, CaseAccess, CaseAgency
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.queries.bars import load_bars
from engine.queries.visibility import (
    case_is_open_to,
    open_case_ids,
    open_task_ids,
    task_is_open_to,
)
from engine.runtime.sides import load_door
from engine.vocabulary import AgencySide, ParticipantSide, TaskState

AGENCIES = st.sampled_from(["reading-council", "reading-school", "thames-police"])
ROLES = st.sampled_from(["practitioner", "line-manager", "business-manager"])
GROUPS = st.builds(Group, AGENCIES, ROLES)
PEOPLE = st.sampled_from([EVERY_MEMBER, 1, 2, 3])
OPENINGS = st.lists(st.builds(Opening, GROUPS, PEOPLE), unique=True, max_size=5)
SIDES = st.dictionaries(AGENCIES, st.sampled_from(list(ParticipantSide)), max_size=3).filter(
    lambda sides: list(sides.values()).count(ParticipantSide.RAISING) == 1
)
IDS = PEOPLE.filter(bool)


@st.composite
def actors(draw):
    """Return somebody with groups of their own, with some of absent colleagues, and with both."""
    person_id, own = draw(IDS), draw(st.frozensets(GROUPS, max_size=3))
    colleagues = IDS.filter(lambda absent: absent != person_id)
    taken = draw(st.frozensets(st.tuples(GROUPS, colleagues), max_size=3))
    return Actor(
        person_id,
        "Somebody",
        "somebody@reading-school.example",
        groups=own | {group for group, _ in taken},
        stands_in_for=frozenset(absent for _, absent in taken),
        deputy_groups=frozenset((group, absent) for group, absent in taken if group not in own),
    )


ACTORS = actors()


def test_a_case_is_in_the_list_exactly_when_the_rule_admits_the_actor(rows):

    @settings(max_examples=60)
    @given(ACTORS, OPENINGS)
    def agree(actor, openings):
        with rows.engine.open_unit_of_work() as work:
            work.session.add_all(
                CaseAccess(
                    case_id=rows.case.id,
                    agency_key=opening.group.agency_key,
                    role=opening.group.role,
                    person_id=opening.person_id,
                    since=rows.engine.clock.now(),
                )
                for opening in openings
            )
            work.session.flush()
            found = work.session.scalars(select(Case.id).where(case_is_open_to(actor))).all()
            listed = work.session.scalars(open_case_ids(actor)).all()
        admitted = any(opening.admits(actor) for opening in openings)
        assert found == ([rows.case.id] if admitted else [])
        assert set(listed) == set(found)

    agree()


DONE = st.lists(st.tuples(IDS, AGENCIES), max_size=3)
TASK = st.tuples(st.sampled_from(list(AgencySide)), st.booleans())


def test_a_task_may_be_done_exactly_when_the_rules_admit_the_actor(rows):
    task = rows.add_task()
    others = [rows.add_task(state=TaskState.COMPLETED) for _ in range(3)]

    @settings(max_examples=200)
    @given(ACTORS, OPENINGS, SIDES, IDS, DONE, TASK)
    def agree(actor, openings, sides, raised_by, done, kind):
        side, is_danger = kind
        with rows.engine.open_unit_of_work() as work:
            work.session.execute(delete(CaseAgency))
            work.session.execute(update(Case).values(started_by=raised_by))
            work.session.execute(
                update(UserTask)
                .where(UserTask.id == task.id)
                .values(agency_side=side, is_danger=is_danger)
            )
            work.session.add_all(
                CaseAgency(case_id=rows.case.id, agency_key=agency, side=stands)
                for agency, stands in sides.items()
            )
            for other, (person, agency) in zip(others, done, strict=False):
                work.session.execute(
                    update(UserTask)
                    .where(UserTask.id == other.id)
                    .values(completed_by=person, acted_for=agency)
                )
            work.session.add_all(
                TaskCandidate(
                    user_task_id=task.id,
                    agency_key=opening.group.agency_key,
                    role=opening.group.role,
                    person_id=opening.person_id,
                    sort_key=uuid.uuid4().hex,
                )
                for opening in openings
            )
            work.session.flush()
            bars = load_bars(work, actor)
            found = work.session.scalars(
                select(UserTask.id).where(task_is_open_to(actor, bars))
            ).all()
            listed = work.session.scalars(open_task_ids(actor, bars)).all()
            door = load_door(work, rows.case.id, task.id)
        is_free = is_free_for_all(side, is_danger=is_danger)
        admitted = any(
            opening.admits(actor) and (is_free or door.sides.bar(actor, opening) is None)
            for opening in door.openings
        )
        assert set(door.openings) == set(openings)
        assert found == ([task.id] if admitted else [])
        assert set(listed) == set(found)

    agree()
