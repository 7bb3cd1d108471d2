"""Two transactions on one case at once: one waits for the other, and nobody sees a deadlock."""

import itertools
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import EngineError, TaskClaimedError, TaskMovedOnError
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.tasks import Submission, UserTask
from engine.runtime.cases import start_case
from engine.runtime.claims import claim_user_task
from engine.runtime.closing import close_case
from engine.runtime.deployments import deploy_bundle
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.runtime.timers import fire_due_timers
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE, Happening, SubmissionState, TaskState
from tests.support.engine import (
    MANAGER,
    OTHER_MANAGER,
    OTHER_PRACTITIONER,
    RAISER,
    SCHOOL,
    Berkshire,
    bundle_with,
)
from tests.support.interleaving import (
    COMMITTED,
    LOCKED,
    WRITTEN,
    Pause,
    PausingDatabase,
    interleave,
)
from tests.support.invariants import broken_invariants


@dataclass(frozen=True)
class Table:
    """A case whose practitioners have the same task open, due now or later."""

    berkshire: Berkshire
    task: UserTask
    reference: str
    answers: dict[str, Any]

    def submit(self, role: tuple[str, str] = RAISER, key: str | None = None) -> Any:
        """Submit the joint task."""
        return complete_user_task(
            self.berkshire.engine,
            self.berkshire.actor(*role),
            self.task.id,
            self.answers,
            idempotency_key=key,
        )

    def submit_from_the_other_side(self) -> Any:
        """Submit the same task as the other agency's practitioner."""
        return self.submit(OTHER_PRACTITIONER)

    def submit_with_key(self) -> Any:
        """Submit as a browser does that sends twice."""
        return self.submit(key="the same")

    def sweep(self) -> int:
        """Fire what is due."""
        return fire_due_timers(self.berkshire.engine)

    def alert(self) -> Any:
        """Report danger."""
        actor = self.berkshire.actor(*OTHER_PRACTITIONER)
        return send_message(self.berkshire.engine, actor, self.reference, DANGER_MESSAGE)

    def claim(self, role: tuple[str, str] = RAISER) -> None:
        """Claim the joint task."""
        claim_user_task(self.berkshire.engine, self.berkshire.actor(*role), self.task.id)

    def claim_from_the_other_side(self) -> None:
        """Claim it as the other practitioner."""
        self.claim(OTHER_PRACTITIONER)

    def save(self) -> Any:
        """Save a draft as the other practitioner."""
        actor = self.berkshire.actor(*OTHER_PRACTITIONER)
        return save_draft(self.berkshire.engine, actor, self.task.id, {"s0_plan": "Draft."})

    def start(self) -> Any:
        """Raise another case."""
        actor = self.berkshire.actor(*RAISER)
        return start_case(self.berkshire.engine, actor, area_key="reading", agency_key=SCHOOL)

    def start_with_key(self) -> Any:
        """Raise another case as a browser does that sends twice."""
        return start_case(
            self.berkshire.engine,
            self.berkshire.actor(*RAISER),
            area_key="reading",
            agency_key=SCHOOL,
            idempotency_key="the same",
        )

    def deploy(self) -> int:
        """Deploy a changed procedure, as two processes do that start at once."""
        change = {"forms/BRK-S1.form": ("How did you speak?", "How did you talk?")}
        return deploy_bundle(self.berkshire.engine, None, bundle_with(change))


def only_one_is_taken(table, one, two):
    winners = [outcome for outcome in (one, two) if outcome.error is None]
    losers = [outcome for outcome in (one, two) if outcome.error is not None]
    assert len(winners) == 1
    assert isinstance(losers[0].error, TaskMovedOnError)
    states = Counter(row.state for row in submissions(table))
    assert states == {SubmissionState.ACCEPTED: 1, SubmissionState.MOVED_ON: 1}


def same_answer_once(table, one, two):
    assert (one.error, two.error) == (None, None)
    assert one.value == two.value
    assert [row.state for row in submissions(table)] == [SubmissionState.ACCEPTED]


def the_limit_stands(table, one, two):
    """The task was due before either began: the text is kept, the escalation happens once."""
    outcomes = {type(outcome.error) for outcome in (one, two)}
    assert outcomes == {type(None), TaskMovedOnError}
    assert [row.state for row in submissions(table)] == [SubmissionState.MOVED_ON]
    assert fired(table) == ["Timer_S0_OneWorkingDay"]


def fired_once(table, one, two):
    assert (one.error, two.error) == (None, None)
    assert one.value + two.value == 1
    assert fired(table) == ["Timer_S0_OneWorkingDay"]


def both_happen(table, one, two):
    assert (one.error, two.error) == (None, None)


def danger_and_limit(table, one, two):
    """The sweep passes over a case that is held; the next one takes it."""
    both_happen(table, one, two)
    table.sweep()
    opened = table.berkshire.open_elements(table.task.case_id)
    assert opened == ["Task_Danger_Act", "Task_S1_Contact"]


def one_holds_it(table, one, two):
    errors = [outcome.error for outcome in (one, two)]
    assert errors.count(None) == 1
    assert any(isinstance(error, TaskClaimedError) for error in errors)


def nothing_typed_is_lost(table, one, two):
    """The other side's autosave met a submit: it is a draft, or a text that was kept."""
    assert one.error is None or two.error is None
    errors = [outcome.error for outcome in (one, two) if outcome.error]
    assert all(isinstance(error, TaskMovedOnError) for error in errors)
    kept = [row for row in submissions(table) if row.state == SubmissionState.MOVED_ON]
    assert len(kept) == len(errors)


def two_references(table, one, two):
    both_happen(table, one, two)
    numbers = {int(each.value.reference[-6:]) for each in (one, two)}
    assert numbers == {2, 3}


def one_case(table, one, two):
    both_happen(table, one, two)
    assert one.value == two.value
    assert len(table.berkshire.rows(select(Case))) == 2


def one_version(table, one, two):
    both_happen(table, one, two)
    assert one.value == two.value


def submissions(table):
    query = select(Submission).where(Submission.user_task_id == table.task.id)
    return table.berkshire.rows(query)


def fired(table):
    query = select(HistoryEvent.element_id).where(HistoryEvent.kind == Happening.TIMER_FIRED)
    return table.berkshire.rows(query)


T = Table
Check = Callable[..., None]
PAIRS: tuple[tuple[Callable[[Table], Any], Callable[[Table], Any], bool, Check], ...] = (
    # first, second, whether the limit has passed, what must come of it
    (T.submit, T.submit_from_the_other_side, False, only_one_is_taken),
    (T.submit_with_key, T.submit_with_key, False, same_answer_once),
    (T.submit, T.sweep, True, the_limit_stands),
    (T.sweep, T.submit, True, the_limit_stands),
    (T.sweep, T.sweep, True, fired_once),
    (T.submit, T.alert, False, both_happen),
    (T.alert, T.submit, False, both_happen),
    (T.sweep, T.alert, True, danger_and_limit),
    (T.alert, T.sweep, True, danger_and_limit),
    (T.alert, T.alert, False, both_happen),
    (T.claim, T.claim_from_the_other_side, False, one_holds_it),
    (T.submit, T.save, False, nothing_typed_is_lost),
    (T.save, T.submit, False, nothing_typed_is_lost),
    (T.start, T.start, False, two_references),
    (T.start_with_key, T.start_with_key, False, one_case),
    (T.deploy, T.deploy, False, one_version),
)
POINTS = (LOCKED, WRITTEN)
MEETINGS = tuple(itertools.product(PAIRS, POINTS))


def _name(meeting):
    (first, second, _, _), point = meeting
    return f"{first.__name__}-{point}-{second.__name__}"


@pytest.mark.parametrize("meeting", MEETINGS, ids=map(_name, MEETINGS))
def test_whatever_meets_whatever_both_find_their_way(berkshire, meeting):
    (first, second, is_due, check), point = meeting
    pause = Pause(point)
    database = PausingDatabase(berkshire.engine.database, pause)
    slow = replace(berkshire, engine=replace(berkshire.engine, database=database))
    started = slow.climb("Task_S0_Discuss")
    task = slow.task(started.case_id, "Task_S0_Discuss")
    answers = slow.answers(RAISER, task.id, s0_outcome="not_resolved")
    table = Table(slow, task, started.reference, answers)
    berkshire.clock.set(task.due_at if is_due else task.due_at - timedelta(hours=1))
    one, two = interleave(database, pause, lambda: first(table), lambda: second(table))
    assert pause.reached.is_set()
    for outcome in (one, two):
        assert outcome.error is None or isinstance(outcome.error, EngineError), outcome.error
    check(table, one, two)
    while fire_due_timers(berkshire.engine):
        pass
    assert broken_invariants(berkshire.engine) == []


def test_when_the_second_looks_after_the_commit_it_sees_the_first(berkshire):
    """The plainest order of all, with the pause between the commit and the answer."""
    pause = Pause(COMMITTED)
    database = PausingDatabase(berkshire.engine.database, pause)
    slow = replace(berkshire, engine=replace(berkshire.engine, database=database))
    started = slow.climb("Task_S0_Discuss")
    task = slow.task(started.case_id, "Task_S0_Discuss")
    table = Table(
        slow, task, started.reference, slow.answers(RAISER, task.id, s0_outcome="not_resolved")
    )
    one, two = interleave(database, pause, table.submit, table.submit_from_the_other_side)
    assert one.error is None
    assert isinstance(two.error, TaskMovedOnError)
    assert two.error.by == berkshire.actor(*RAISER).name


def test_two_cases_are_closed_at_once_as_duplicates_of_each_other(berkshire):
    pause = Pause(LOCKED)
    database = PausingDatabase(berkshire.engine.database, pause)
    slow = replace(berkshire.engine, database=database)
    case, other = (berkshire.climb("Task_S0_Discuss").reference for _ in range(2))
    words = {"still_at_risk": "no", "close_words": "Both are one and the same."}

    def close(closed, linked):
        answers = {"close_reason": "duplicate", "linked_case": linked, **words}
        return close_case(slow, berkshire.actor(*RAISER), closed, answers)

    one, two = interleave(database, pause, lambda: close(case, other), lambda: close(other, case))
    assert (one.error, two.error) == (None, None)
    assert broken_invariants(berkshire.engine) == []


def test_cases_that_start_in_parallel_get_references_without_gaps(berkshire):
    raiser = berkshire.actor(*RAISER)
    with ThreadPoolExecutor(8) as pool:
        started = list(
            pool.map(lambda _: start_case(berkshire.engine, raiser, area_key="reading"), range(16))
        )
    assert sorted(case.reference for case in started) == [
        f"BRK-2026-{number:06d}" for number in range(1, 17)
    ]
    assert broken_invariants(berkshire.engine) == []


def test_many_hands_on_one_case_leave_one_history(berkshire):
    """Both managers, the sweep and alerts, all at once and again and again."""
    started = berkshire.climb("Task_S1_Contact")
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    answers = berkshire.answers(MANAGER, task.id, s1_outcome="not_resolved")
    berkshire.clock.set(task.due_at)
    engine = berkshire.engine
    people = [berkshire.actor(*role) for role in (MANAGER, OTHER_MANAGER)]
    calls: list[Callable[[], Any]] = [
        *(lambda p=p: complete_user_task(engine, p, task.id, answers) for p in people),
        *(lambda p=p: save_draft(engine, p, task.id, answers) for p in people),
        *[lambda: fire_due_timers(engine)] * 3,
        *[lambda: send_message(engine, people[0], started.reference, DANGER_MESSAGE)] * 3,
    ]
    with ThreadPoolExecutor(len(calls)) as pool:
        outcomes = [pool.submit(call) for call in calls]
    errors = [outcome.exception() for outcome in outcomes if outcome.exception()]
    assert {type(error) for error in errors} == {TaskMovedOnError}
    completed = [
        t for t in berkshire.tasks(started.case_id, TaskState.COMPLETED) if t.id == task.id
    ]
    assert len(completed) == 1
    assert broken_invariants(engine) == []
