"""One invented case from its raising to its end, or to the present day."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import func, select

from engine.access import Actor
from engine.context import Engine
from engine.errors import EngineError, TaskMovedOnError
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.tasks import UserTask
from engine.runtime.cases import start_case
from engine.runtime.delivering import deliver_notifications
from engine.runtime.demo_clock import pass_time
from engine.runtime.locking import case_openings, task_openings
from engine.runtime.messages import send_message
from engine.runtime.permission import may_do
from engine.trial.clock import TrialClock
from engine.trial.history.answering import Filling
from engine.trial.history.character import draw_character
from engine.trial.history.closing import close_early
from engine.trial.history.doing import do_task
from engine.trial.history.office_hours import in_office_hours, when_done
from engine.trial.history.people import People
from engine.trial.history.planning import PlannedCase
from engine.trial.opening_order import open_tasks_in_order
from engine.vocabulary import DANGER_MESSAGE

MOST_STEPS = 150
"""No believable case has more; it is then left as it is."""
A_NIGHT = timedelta(hours=16)
TRIES_AGAIN = timedelta(days=1)
PAST = datetime.min.replace(tzinfo=UTC)
"""The time of what has been done once."""


@dataclass(frozen=True)
class Setting:
    """What all invented cases share. The engine's clock is `clock`."""

    engine: Engine
    clock: TrialClock
    until: datetime
    seed: int


class Life:
    """A case on its way. Every deed goes through the engine's own verbs."""

    def __init__(self, setting: Setting, people: People, planned: PlannedCase) -> None:
        """Raise the case at the time that is planned."""
        self._setting, self._people, self._planned = setting, people, planned
        # Each case has a source of its own, so that one more case changes no other.
        self._random = Random(f"{setting.seed} {planned.number}")  # noqa: S311 - no secret
        self._character = draw_character(self._random)
        setting.clock.set(planned.at)
        raiser = self._random.choice(people.practitioners(planned.raising))
        self._started = start_case(
            setting.engine, raiser, area_key=planned.area_key, agency_key=planned.raising
        )
        self._given = {"raising_agency": planned.raising, "receiving_agency": planned.receiving}
        self._times: dict[tuple[object, ...], datetime] = {}
        self._done = 0

    def go(self) -> None:
        """Let everything happen up to the end of the case, or to the present day."""
        for _ in range(MOST_STEPS):
            case, tasks, due_at = self._look()
            deed = None if case.ended_at else self._next_deed(tasks)
            at = min([moment for moment in (due_at, deed and deed[0]) if moment], default=None)
            if case.ended_at or at is None or at >= self._setting.until:
                break
            pass_time(self._setting.engine, self._setting.clock.set, at)
            if deed is not None and deed[0] <= at:
                deed[1]()
            deliver_notifications(self._setting.engine)
        else:
            pass_time(self._setting.engine, self._setting.clock.set, self._setting.until)
        self._let_the_night_pass()

    def _next_deed(self, tasks: list[UserTask]) -> tuple[datetime, Callable[[], None]] | None:
        """Return when which deed comes next; None: nobody does anything."""
        character, now = self._character, self._setting.clock.now()
        if character.forgotten_after is not None and self._done >= character.forgotten_after:
            tasks = [task for task in tasks if task.is_danger]
        deeds: list[tuple[datetime, Callable[[], None]]] = [
            (self._time_of(task), partial(self._do, task)) for task in tasks
        ]
        for key, after, deed in (
            ("danger", character.danger_after, self._report_danger),
            ("closing", character.closed_after, self._close),
        ):
            if after is not None and self._done >= after:
                if (key,) not in self._times:
                    self._times[key,] = self._soon(key)
                if self._times[key,] >= now:
                    deeds.append((self._times[key,], deed))
        return min(deeds, key=lambda deed: deed[0], default=None)

    def _time_of(self, task: UserTask) -> datetime:
        """Return when somebody does a task: drawn when it is first seen."""
        key = (task.id,)
        if key not in self._times:
            self._times[key] = when_done(
                self._random,
                self._setting.clock.now(),
                task.due_at,
                pace=self._character.pace,
                is_danger=task.is_danger,
            )
        return max(self._times[key], self._setting.clock.now())

    def _soon(self, key: str) -> datetime:
        at = self._setting.clock.now() + timedelta(hours=self._random.uniform(1, 30))
        return at if key == "danger" else in_office_hours(self._random, at)

    def _do(self, task: UserTask) -> None:
        now = self._setting.clock.now()
        with self._setting.engine.open_reading() as work:
            admitted = self._people.admitted(task_openings(work, task.id))
            able = [actor for actor in admitted if may_do(work, actor, task)]
        is_done = False
        if able:
            actor = self._random.choice(able)
            filling = Filling(self._given, self._character, self._random, now, task.due_at)
            # What fell due at this very moment may have closed the task.
            with suppress(TaskMovedOnError):
                is_done = do_task(self._setting.engine, actor, task, filling)
        if is_done:
            self._done += 1
        else:
            self._times[task.id,] = now + TRIES_AGAIN

    def _report_danger(self) -> None:
        self._times["danger",] = PAST
        reached = self._reached()
        if reached:
            actor = self._random.choice(reached)
            self._try(
                lambda: send_message(
                    self._setting.engine, actor, self._started.reference, DANGER_MESSAGE
                )
            )

    def _close(self) -> None:
        self._times["closing",] = PAST
        own = [
            actor
            for actor in self._reached()
            if any(group.agency_key == self._planned.raising for group in actor.groups)
        ]
        if own:
            reference = self._started.reference
            self._try(lambda: close_early(self._setting.engine, own, reference, self._random))

    def _try(self, deed: Callable[[], object]) -> None:
        """Do something that the case may not allow now; then it does not happen."""
        try:
            deed()
        except EngineError:
            return

    def _reached(self) -> list[Actor]:
        with self._setting.engine.open_reading() as work:
            return self._people.admitted(case_openings(work, self._started.case_id))

    def _look(self) -> tuple[Case, list[UserTask], datetime | None]:
        """Return the case, what is open in it, and when its next timer is due."""
        case_id = self._started.case_id
        next_due = (
            select(func.min(Timer.next_attempt_at))
            .join(ProcessInstance, ProcessInstance.id == Timer.process_instance_id)
            .where(ProcessInstance.case_id == case_id)
        )
        with self._setting.engine.open_reading() as work:
            case = work.session.get_one(Case, case_id)
            return case, open_tasks_in_order(work, case_id), work.session.scalar(next_due)

    def _let_the_night_pass(self) -> None:
        """Deliver what waited for the morning."""
        clock, until = self._setting.clock, self._setting.until
        clock.set(min(clock.now() + A_NIGHT, until))
        deliver_notifications(self._setting.engine)
