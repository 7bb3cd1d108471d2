"""Each verb, cut off just before its commit and just after: all of it is there, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.errors import AnswersInvalidError, TaskMovedOnError
from engine.persistence.tables import METADATA
from engine.runtime.cases import start_case
from engine.runtime.claims import claim_user_task, release_user_task
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.runtime.timers import fire_due_timers
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import MANAGER, MONDAY, OTHER_MANAGER, SCHOOL, Berkshire, bundle_with
from tests.support.failing import AFTER, BEFORE, FailingDatabase, PowerCut
from tests.support.invariants import broken_invariants


@dataclass(frozen=True)
class Desk:
    """A case at the line managers, with everything that a verb may need."""

    berkshire: Berkshire
    task_id: Any
    case_id: Any
    reference: str
    answers: dict[str, Any]

    def submit(self) -> Any:
        """Complete the task."""
        return complete_user_task(
            self.berkshire.engine,
            self.berkshire.actor(*MANAGER),
            self.task_id,
            self.answers,
            idempotency_key="k",
        )

    def submit_wrong(self) -> Any:
        """Send answers that the form refuses."""
        actor = self.berkshire.actor(*MANAGER)
        with pytest.raises(AnswersInvalidError):
            complete_user_task(self.berkshire.engine, actor, self.task_id, {"s1_outcome": "?"})

    def start(self) -> Any:
        """Raise a case."""
        return start_case(
            self.berkshire.engine,
            self.berkshire.actor("practitioner", SCHOOL),
            area_key="reading",
            idempotency_key="k",
        )

    def claim(self) -> None:
        """Claim the task."""
        claim_user_task(self.berkshire.engine, self.berkshire.actor(*OTHER_MANAGER), self.task_id)

    def release(self) -> None:
        """Give the claim back that the desk began with."""
        release_user_task(self.berkshire.engine, self.berkshire.actor(*MANAGER), self.task_id)

    def save(self) -> Any:
        """Save a draft."""
        actor = self.berkshire.actor(*OTHER_MANAGER)
        return save_draft(self.berkshire.engine, actor, self.task_id, {"raising_view": "Text"})

    def alert(self) -> Any:
        """Report danger."""
        actor = self.berkshire.actor(*MANAGER)
        return send_message(self.berkshire.engine, actor, self.reference, DANGER_MESSAGE)

    def sweep(self) -> int:
        """Fire the limit, three days late."""
        self.berkshire.clock.set(MONDAY + timedelta(days=3))
        return fire_due_timers(self.berkshire.engine)

    def deploy(self) -> int:
        """Deploy a changed procedure."""
        changed = bundle_with({"forms/BRK-S1.form": ("How did you speak?", "How did you talk?")})
        return deploy_bundle(self.berkshire.engine, None, changed)


VERBS: tuple[Callable[[Desk], Any], ...] = (
    Desk.submit,
    Desk.submit_wrong,
    Desk.start,
    Desk.claim,
    Desk.release,
    Desk.save,
    Desk.alert,
    Desk.sweep,
    Desk.deploy,
)
REPEATABLE = {Desk.submit, Desk.start, Desk.deploy, Desk.claim, Desk.release, Desk.save}
"""Verbs that, sent again after the commit, change nothing more."""


@pytest.fixture
def failing(berkshire):
    """Return a database that can be made to fail."""
    return FailingDatabase(berkshire.engine.database)


@pytest.fixture
def desk(berkshire, failing, request):
    """Return a desk; for a release it holds a claim."""
    house = replace(berkshire, engine=replace(berkshire.engine, database=failing))
    started = house.climb("Task_S1_Contact")
    task = house.task(started.case_id, "Task_S1_Contact")
    if request.node.callspec.params.get("verb") is Desk.release:
        claim_user_task(house.engine, house.actor(*MANAGER), task.id)
    answers = house.answers(MANAGER, task.id, s1_outcome="not_resolved")
    return Desk(house, task.id, started.case_id, started.reference, answers)


def counted(berkshire):
    """Return how many rows each table has, and the revisions of what changes in place."""
    with berkshire.engine.open_reading() as work:
        return {
            table.name: (
                work.session.scalar(select(func.count()).select_from(table)),
                work.session.scalar(select(func.sum(table.c.revision)))
                if "revision" in table.c
                else None,
            )
            for table in METADATA.sorted_tables
        }


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_just_before_the_commit_nothing_has_happened(berkshire, desk, failing, verb):
    before = counted(berkshire)
    failing.fail_at = BEFORE
    with pytest.raises(PowerCut):
        verb(desk)
    assert counted(berkshire) == before
    assert broken_invariants(berkshire.engine) == []
    verb(desk)
    assert counted(berkshire) != before
    assert broken_invariants(berkshire.engine) == []


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_just_after_the_commit_all_has_happened(berkshire, desk, failing, verb):
    failing.fail_at = AFTER
    with pytest.raises(PowerCut):
        verb(desk)
    after = counted(berkshire)
    if verb in REPEATABLE:
        verb(desk)
        assert counted(berkshire) == after
    if verb is Desk.sweep:
        assert verb(desk) == 0
    assert broken_invariants(berkshire.engine) == []


def test_publishing_cut_off_leaves_the_version_unpublished(berkshire, failing):
    house = replace(berkshire, engine=replace(berkshire.engine, database=failing))
    desk = Desk(house, None, None, "", {})
    definition_id = desk.deploy()
    failing.fail_at = BEFORE
    with pytest.raises(PowerCut):
        publish_definition(house.engine, None, definition_id)
    started = berkshire.start()
    assert berkshire.case(started.case_id).process_definition_id != definition_id
    publish_definition(house.engine, None, definition_id)
    started = berkshire.start()
    assert berkshire.case(started.case_id).process_definition_id == definition_id


def test_the_text_is_safe_when_the_answer_is_lost(berkshire, desk, failing):
    """The commit went through, the answer did not: without a key the person hears who was first."""
    failing.fail_at = AFTER
    with pytest.raises(PowerCut):
        desk.submit()
    with pytest.raises(TaskMovedOnError) as refusal:
        complete_user_task(berkshire.engine, berkshire.actor(*MANAGER), desk.task_id, desk.answers)
    assert refusal.value.by == berkshire.actor(*MANAGER).name
