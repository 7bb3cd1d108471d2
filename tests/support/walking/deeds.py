"""What people do in a walk, each deed through the engine's own verbs."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import func, select

from engine.access import Actor
from engine.errors import NotAllowedError, TaskClaimedError, TaskMovedOnError
from engine.persistence.cases import Case
from engine.persistence.tasks import Draft, Submission, UserTask
from engine.runtime.cases import StartedCase
from engine.runtime.claims import claim_user_task
from engine.runtime.completion import Completion
from engine.runtime.drafts import save_draft
from engine.runtime.locking import case_openings, task_openings
from engine.runtime.messages import send_message
from engine.runtime.task_forms import TaskForm, open_form
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE, SubmissionState, TaskState
from forms.definition import FormDefinition
from forms.suggestion import NoSuggestion
from tests.support.walking.answers import random_answers
from tests.support.walking.house import House
from tests.support.walking.plan import Dice
from tests.support.walking.story import KEPT_TYPES, Story
from tests.support.walking.submitting import WalkFailed, submit

Deed = Callable[[Dice], object]


class Deeds:
    """Everything that people can do in one case. A deed that is not possible now does nothing."""

    def __init__(
        self,
        house: House,
        started: StartedCase,
        given: Mapping[str, str],
        story: Story,
        *,
        is_stubborn: bool,
    ) -> None:
        """Begin with a case that has just been raised."""
        self._house, self._started, self._story = house, started, story
        self._given = {f"{side}_agency": given[side] for side in ("raising", "receiving")}
        self._is_stubborn = is_stubborn
        self._done: Counter[str] = Counter()
        self.verbs: Mapping[str, Deed] = {
            "complete": self.complete,
            "compete": self.compete,
            "claim": self.claim,
            "draft": self.draft,
            "danger": self.danger,
            "message": self.message,
        }

    # --- tasks -----------------------------------------------------------------------------------

    def complete(self, dice: Dice) -> None:
        """Somebody does a task; sometimes the request is sent twice."""
        if tasks := self._open_tasks():
            task = dice.choose(tasks)
            actor = dice.choose(self._may_do(task))
            is_sent_twice = dice.number(6) == 1
            try:
                self._complete(task, actor, dice, twice=is_sent_twice)
            except NoSuggestion:
                self._story.remark(f"{task.element_id} has no valid answers now.")

    def complete_oldest(self, plainly: int) -> bool:
        """Do the first open task that has valid answers now; say whether there was one."""
        for task in self._open_tasks():
            again = self._done[task.element_id] - plainly
            # Plain answers first; if they lead round in a circle, others, ever different ones.
            dice = Dice(Random(again)) if again > 0 else Dice()
            try:
                self._complete(task, self._may_do(task)[0], dice)
            except NoSuggestion:
                continue
            self._done[task.element_id] += 1
            return True
        return False

    def compete(self, dice: Dice) -> None:
        """Two people do the same task, the second one without knowing of the first."""
        tasks = [task for task in self._open_tasks() if len(self._may_do(task)) > 1]
        if not tasks:
            return
        task = dice.choose(tasks)
        first, second = self._may_do(task)[:2]
        try:
            stale = self._answers(task, second, Dice())
            self._complete(task, first, dice)
        except NoSuggestion:
            return
        try:
            complete_user_task(self._house.engine, second, task.id, stale)
        except TaskMovedOnError:
            self._story.step(gone=task.element_id, by=self._house.people.called(second))
        else:
            raise WalkFailed(f"{task.element_id} could be completed twice.")
        if self._count(Submission, task, second, state=SubmissionState.MOVED_ON) != 1:
            raise WalkFailed(f"The second text for {task.element_id} was lost.")

    def claim(self, dice: Dice) -> None:
        """Somebody claims a task; whoever does it next takes it over."""
        if tasks := self._open_tasks():
            task = dice.choose(tasks)
            actor = dice.choose(self._may_do(task))
            claim_user_task(self._house.engine, actor, task.id, take_over=True)
            self._story.remark(f"{self._house.people.called(actor)} claims {task.element_id}.")

    def draft(self, dice: Dice) -> None:
        """Somebody types and does not send."""
        if tasks := self._open_tasks():
            task = dice.choose(tasks)
            actor = dice.choose(self._may_do(task))
            save_draft(self._house.engine, actor, task.id, {"note": "half a sentence"})
            if self._count(Draft, task, actor) != 1:
                raise WalkFailed(f"The draft for {task.element_id} was lost.")
            self._story.remark(f"{self._house.people.called(actor)} drafts {task.element_id}.")

    # --- messages --------------------------------------------------------------------------------

    def danger(self, dice: Dice) -> None:
        """Somebody whom the case has reached reports danger."""
        self._send(dice, DANGER_MESSAGE)

    def message(self, dice: Dice) -> None:
        """Somebody sends another message that the procedure knows."""
        with self._house.engine.open_reading() as work:
            case = work.session.get_one(Case, self._started.case_id)
            compiled = self._house.engine.definitions.compiled(work, case.process_definition_id)
        names = sorted(set(compiled.library.message_starts) - {DANGER_MESSAGE})
        # Nobody but its writer knows of a case that is not raised: only danger goes out then.
        if names and case.raised_at is not None:
            self._send(dice, dice.choose(names))

    def _send(self, dice: Dice, name: str) -> None:
        with self._house.engine.open_reading() as work:
            reached = self._house.people.admitted(case_openings(work, self._started.case_id))
        actor = dice.choose(reached)
        opened = send_message(self._house.engine, actor, self._started.reference, name)
        self._story.step(message=name, by=self._house.people.called(actor))
        if not opened:
            raise WalkFailed(f"{name} opened nothing.")

    def check_ended(self) -> None:
        """Check that an ended case takes no further message."""
        with self._house.engine.open_reading() as work:
            openings = case_openings(work, self._started.case_id)
        actor = self._house.people.admitted(openings)[0]
        try:
            send_message(self._house.engine, actor, self._started.reference, DANGER_MESSAGE)
        except NotAllowedError:
            return
        raise WalkFailed("An ended case takes messages.")

    # --- helpers of all --------------------------------------------------------------------------

    def _complete(self, task: UserTask, actor: Actor, dice: Dice, *, twice: bool = False) -> None:
        answers = self._answers(task, actor, dice)
        try:
            send, first = submit(self._house.engine, actor, task, answers)
        except TaskClaimedError:
            claim_user_task(self._house.engine, actor, task.id, take_over=True)
            send, first = submit(self._house.engine, actor, task, answers)
        self._tell(task, actor, answers)
        if twice and not _is_same(first, send()):
            raise WalkFailed(f"{task.element_id} sent twice is not the same as once.")
        if self._count(Submission, task, actor, state=SubmissionState.ACCEPTED) != 1:
            raise WalkFailed(f"{task.element_id} was not kept exactly once.")

    def _answers(self, task: UserTask, actor: Actor, dice: Dice) -> dict[str, Any]:
        shown = self._shown(task, actor)
        given = {k: v for k, v in self._given.items() if k in shown.form.questions}
        return random_answers(shown, dice, given, is_stubborn=self._is_stubborn)

    def _shown(self, task: UserTask, actor: Actor) -> TaskForm:
        with self._house.engine.open_reading() as work:
            return open_form(self._house.engine, work, actor, task.id)

    def _tell(self, task: UserTask, actor: Actor, answers: Mapping[str, Any]) -> None:
        shown: dict[str, Any] = {}
        for key, field in self._form(task).questions.items():
            if key not in answers or field.type not in KEPT_TYPES or key in self._given:
                continue
            shown[key] = answers[key]
            if field.reference == "person":
                chosen = self._house.people.actors[int(answers[key])]
                shown[key] = self._house.people.called(chosen)
        who = self._house.people.called(actor)
        self._story.step(complete=task.element_id, by=who, answers=shown)

    def _form(self, task: UserTask) -> FormDefinition:
        with self._house.engine.open_reading() as work:
            case = work.session.get_one(Case, self._started.case_id)
            compiled = self._house.engine.definitions.compiled(work, case.process_definition_id)
        return compiled.forms[task.form_key]

    def _open_tasks(self) -> list[UserTask]:
        query = select(UserTask).where(
            UserTask.case_id == self._started.case_id, UserTask.state == TaskState.OPEN
        )
        with self._house.engine.open_reading() as work:
            rows = work.session.scalars(query)
            # Ids are random: the same drawn numbers have to choose the same task again.
            return sorted(
                rows, key=lambda row: (row.opened_at, row.element_id, row.agency_key or "")
            )

    def _may_do(self, task: UserTask) -> list[Actor]:
        with self._house.engine.open_reading() as work:
            return self._house.people.admitted(task_openings(work, task.id))

    def _count(
        self, kind: type[Draft | Submission], task: UserTask, actor: Actor, **values: Any
    ) -> int:
        query = select(func.count()).select_from(kind)
        same = {"user_task_id": task.id, "person_id": actor.person_id, **values}
        with self._house.engine.open_reading() as work:
            return work.session.scalar(query.filter_by(**same)) or 0


def _order(task: UserTask) -> tuple[datetime, str, str]:
    return task.opened_at, task.element_id, task.agency_key or ""


def _is_same(first: Completion, again: Completion) -> bool:
    """Compare two answers; at a clock that stands still the second may name more that opened."""
    return replace(again, opened=first.opened) == first and {*first.opened} <= {*again.opened}
