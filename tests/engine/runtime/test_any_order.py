"""Whatever people do, in whatever order and however long they wait: the invariants hold."""

import itertools
import shutil
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from engine.errors import NotAllowedError, NotFoundError, TaskClaimedError, TaskMovedOnError
from engine.persistence.database import connect
from engine.persistence.tasks import Submission, UserTask
from engine.runtime.claims import claim_user_task, release_user_task
from engine.runtime.drafts import save_draft
from engine.runtime.locking import task_openings
from engine.runtime.messages import send_message
from engine.runtime.timers import fire_due_timers
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE, TaskState
from tests.support.busy_worker import ROLES
from tests.support.engine import (
    ANY_REASON,
    COUNCIL,
    OFFICE,
    RAISER,
    SCHOOL,
    open_berkshire,
    quick,
)
from tests.support.invariants import broken_invariants

MOST_CASES = 3
OUTCOMES = ("s0_outcome", "s1_outcome", "s2_outcome", "s3_outcome")
CHOICES = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["resolved", "not_resolved"]),
        "immediate_harm": st.sampled_from(["yes", "no"]),
        "concern_remains": st.sampled_from(["yes", "yes", "no"]),
        "child_safe_now": st.sampled_from(["yes", "no"]),
        "confirms_outcome": st.sampled_from(["yes", "no"]),
    }
)
PICK = st.integers(0, 50)
SIDE = st.sampled_from([SCHOOL, COUNCIL])


class Office(RuleBasedStateMachine):
    """One engine with a few cases, and everybody doing what they like."""

    template = None
    numbers = itertools.count(1)

    def __init__(self):
        super().__init__()
        path = self.template.with_name(f"{next(self.numbers)}.db")
        shutil.copy(self.template, path)
        self.house = open_berkshire(quick(connect(f"sqlite:///{path}")))
        self.cases = []
        self.texts = 0

    @precondition(lambda self: len(self.cases) < MOST_CASES)
    @rule()
    def start(self):
        self.cases.append(self.house.start())

    @precondition(lambda self: self.cases)
    @rule(pick=PICK, side=SIDE, choices=CHOICES, twice=st.booleans())
    def complete(self, pick, side, choices, twice):
        found = self._task_and_actor(pick, side)
        if found is None:
            return
        task, role, actor = found
        shown = {key: value for key, value in choices.items() if key != "outcome"}
        shown |= dict.fromkeys(OUTCOMES, choices["outcome"])
        answers = self._answers(role, task, shown)
        key = f"key {next(self.numbers)}"
        for _ in range(1 + twice):
            try:
                complete_user_task(
                    self.house.engine,
                    actor,
                    task.id,
                    answers,
                    remarks=ANY_REASON,
                    idempotency_key=key,
                )
            except TaskClaimedError:
                return
            except TaskMovedOnError:
                self.texts += 1
                return
        self.texts += 1

    @precondition(lambda self: self.cases)
    @rule(pick=PICK, side=SIDE)
    def complete_what_is_closed(self, pick, side):
        case = self.cases[pick % len(self.cases)]
        closed = self.house.tasks(case.case_id, TaskState.COMPLETED)
        if not closed:
            return
        actor, task = self.house.actor("practitioner", side), closed[pick % len(closed)]
        with pytest.raises((TaskMovedOnError, NotFoundError)) as refusal:
            complete_user_task(self.house.engine, actor, task.id, {"note": "too late"})
        self.texts += isinstance(refusal.value, TaskMovedOnError)

    @precondition(lambda self: self.cases)
    @rule(pick=PICK, side=SIDE, take_over=st.booleans())
    def claim(self, pick, side, take_over):
        found = self._task_and_actor(pick, side)
        if found is None:
            return
        try:
            claim_user_task(self.house.engine, found[2], found[0].id, take_over=take_over)
        except TaskClaimedError:
            assert not take_over

    @precondition(lambda self: self.cases)
    @rule(pick=PICK, side=SIDE)
    def release(self, pick, side):
        found = self._task_and_actor(pick, side)
        if found is not None:
            release_user_task(self.house.engine, found[2], found[0].id)

    @precondition(lambda self: self.cases)
    @rule(pick=PICK, side=SIDE, words=st.text(max_size=20))
    def draft(self, pick, side, words):
        found = self._task_and_actor(pick, side)
        if found is not None:
            save_draft(self.house.engine, found[2], found[0].id, {"note": words})

    @precondition(lambda self: self.cases)
    @rule(pick=PICK)
    def alert(self, pick):
        case = self.cases[pick % len(self.cases)]
        actor = self.house.actor(*RAISER)
        try:
            send_message(self.house.engine, actor, case.reference, DANGER_MESSAGE)
        except NotAllowedError:
            assert self.house.case(case.case_id).ended_at is not None

    @rule(hours=st.sampled_from([0.5, 6, 24, 100]), sweeps=st.booleans())
    def let_time_pass(self, hours, sweeps):
        self.house.clock.set(self.house.clock.now() + timedelta(hours=hours))
        if sweeps:
            fire_due_timers(self.house.engine)

    @rule()
    def sweep(self):
        fire_due_timers(self.house.engine)
        assert fire_due_timers(self.house.engine) == 0

    @invariant()
    def all_holds(self):
        assert broken_invariants(self.house.engine) == []

    @invariant()
    def no_text_is_lost(self):
        assert len(self.house.rows(select(Submission.id))) == self.texts

    def teardown(self):
        self.house.engine.database.engine.dispose()

    def _task_and_actor(self, pick, side):
        case = self.cases[pick % len(self.cases)]
        tasks = self.house.tasks(case.case_id)
        if not tasks:
            return None
        task: UserTask = tasks[pick % len(tasks)]
        with self.house.engine.open_reading() as work:
            openings = task_openings(work, task.id)
        for agency in (side, SCHOOL, COUNCIL, OFFICE):
            for role in (*ROLES, "business-manager"):
                if (agency == OFFICE) == (role == "business-manager"):
                    actor = self.house.actor(role, agency)
                    if any(opening.admits(actor) for opening in openings):
                        return task, (role, agency), actor
        return None

    def _answers(self, role, task, choices):
        with self.house.engine.open_reading() as work:
            form = self.house.engine.definitions.compiled(work, 1).forms[task.form_key]
        wanted = {key: value for key, value in choices.items() if key in form.questions}
        return self.house.answers(role, task.id, **wanted)


def test_whatever_people_do_the_invariants_hold(berkshire_sqlite_template, tmp_path):
    Office.template = tmp_path / "template.db"
    shutil.copy(berkshire_sqlite_template, Office.template)
    Office.TestCase.settings = settings(
        max_examples=25, stateful_step_count=25, suppress_health_check=list(HealthCheck)
    )
    Office.TestCase().runTest()
