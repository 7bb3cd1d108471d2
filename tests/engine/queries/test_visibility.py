"""The SQL filter and the pure rule of `engine/access.py` are the same rule."""

import uuid

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine.access import EVERY_MEMBER, Actor, Group, Opening
from engine.persistence.cases import Case, CaseAccess
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.queries.visibility import (
    case_is_open_to,
    open_case_ids,
    open_task_ids,
    task_is_open_to,
)

AGENCIES = st.sampled_from(["reading-council", "reading-school", "thames-police"])
ROLES = st.sampled_from(["practitioner", "line-manager", "business-manager"])
GROUPS = st.builds(Group, AGENCIES, ROLES)
PEOPLE = st.sampled_from([EVERY_MEMBER, 1, 2, 3])
OPENINGS = st.lists(st.builds(Opening, GROUPS, PEOPLE), unique=True, max_size=5)
ACTORS = st.builds(
    Actor,
    person_id=st.sampled_from([1, 2, 3]),
    name=st.just("Somebody"),
    email=st.just("somebody@reading-school.example"),
    groups=st.frozensets(GROUPS, max_size=3),
)


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


def test_a_task_may_be_done_exactly_when_the_rule_admits_the_actor(rows):
    task = rows.add_task()

    @settings(max_examples=60)
    @given(ACTORS, OPENINGS)
    def agree(actor, openings):
        with rows.engine.open_unit_of_work() as work:
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
            found = work.session.scalars(select(UserTask.id).where(task_is_open_to(actor))).all()
            listed = work.session.scalars(open_task_ids(actor)).all()
        admitted = any(opening.admits(actor) for opening in openings)
        assert found == ([task.id] if admitted else [])
        assert set(listed) == set(found)

    agree()
