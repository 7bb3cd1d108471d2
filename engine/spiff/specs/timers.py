"""Timer events on the injected clock.

The instant is worked out once, when the token arrives, and kept with it. A timer does not look at
the clock by itself: `motion.Motion` fires the earliest due one first, so that after a downtime
events come in the order in which they had been due.
"""
# ruff: noqa: SLF001 - overrides SpiffWorkflow's own protocol

from abc import ABC, abstractmethod
from datetime import date, datetime, timedelta
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions import timer as stock
from typing_extensions import override

from engine.spiff.element import Element
from engine.spiff.failures import StepFailed
from engine.spiff.specs.flow_node import context_of
from engine.spiff.timing import Cycle, TimingError, as_instant, read_cycle, read_duration, read_time

DUE, FIRED, LEFT, EVERY, SINCE = "due", "event_fired", "left", "every", "since"
HELD = "held"


class _Clocked(stock.TimerEventDefinition, ABC):
    """Waits for the instant that was worked out when the token arrived."""

    element: Element

    def has_fired(self, my_task: Any) -> bool:
        """Tell whether the timer was fired; work out when it is due, the first time."""
        if DUE not in my_task.internal_data:
            self.begin(my_task)
        return bool(my_task.internal_data.get(FIRED, False))

    def begin(self, my_task: Any) -> None:
        """Work out when the timer is due, and keep when that was worked out."""
        my_task.internal_data[SINCE] = context_of(my_task).host.now().isoformat()
        try:
            self.set_up(my_task, self.value(my_task))
        except (TimingError, OverflowError) as error:
            raise self.failed(str(error)) from error

    @abstractmethod
    def set_up(self, my_task: Any, value: Any) -> None:
        """Keep with the task when the timer is due."""

    def value(self, my_task: Any) -> Any:
        """Return the static text, or the value of the expression."""
        text = self.expression.strip()
        if not text.startswith("="):
            return text
        return context_of(my_task).evaluate_for(self.element, my_task, text[1:].strip())

    def failed(self, reason: str) -> StepFailed:
        """Return the failure of this timer."""
        return StepFailed(
            self.element.id, f"The timer “{self.element.name}” cannot start: {reason}"
        )

    def catch(self, my_task: Any, event: Any = None) -> None:
        """Take the firing, for an event-based gateway."""
        my_task.internal_data[FIRED] = True


class TimeDate(_Clocked, stock.TimeDateEventDefinition):
    """Fires at an instant."""

    @override
    def set_up(self, my_task: Any, value: Any) -> None:
        """Keep the instant."""
        if isinstance(value, str):
            value = read_time(value)
        if not isinstance(value, date):
            raise self.failed(f"“{self.expression}” gives {shown(value)}, not a time.")
        my_task.internal_data[DUE] = as_instant(value).isoformat()


class TimeDuration(_Clocked, stock.DurationTimerEventDefinition):
    """Fires when some time has passed since the token arrived."""

    @override
    def set_up(self, my_task: Any, value: Any) -> None:
        """Keep the instant at which the time will have passed."""
        if isinstance(value, str):
            value = read_duration(value)
        if not isinstance(value, timedelta) or value < timedelta():
            raise self.failed(f"“{self.expression}” gives {shown(value)}, not a duration.")
        my_task.internal_data[DUE] = (context_of(my_task).host.now() + value).isoformat()


class TimeCycle(_Clocked, stock.CycleTimerEventDefinition):
    """Fires again and again while its activity is open.

    What fell due during a downtime is told once, and all of it is counted.
    """

    @override
    def set_up(self, my_task: Any, value: Any) -> None:
        """Keep when the first repetition is due."""
        if not isinstance(value, str):
            raise self.failed(f"“{self.expression}” gives {shown(value)}, not a repetition.")
        cycle: Cycle = read_cycle(value)
        first = cycle.start or context_of(my_task).host.now() + cycle.interval
        my_task.internal_data.update(
            {
                DUE: None if cycle.times == 0 else first.isoformat(),
                LEFT: cycle.times,
                EVERY: cycle.interval.total_seconds(),
            }
        )

    def update_task(self, my_task: Any) -> None:
        """Do nothing: `fire` sends tokens on."""


def timer_element(task: Any) -> Element | None:
    """Return the timer event that a waiting task waits for, or None where it waits for no time.

    An event-based gateway waits on behalf of the events behind it.
    """
    clocked = _clocked(task)
    return None if clocked is None else clocked.element


def _clocked(task: Any) -> _Clocked | None:
    definition = task.task_spec.event_definition
    choices = getattr(definition, "event_definitions", None) or [definition]
    return next((known for known in choices if isinstance(known, _Clocked)), None)


def set_up_timer(task: Any) -> None:
    """Work out when the timer of a waiting task is due, as if it arrived now."""
    definition = task.task_spec.event_definition
    choices = getattr(definition, "event_definitions", None) or [definition]
    next(known for known in choices if isinstance(known, _Clocked)).begin(task)


def due_of(task: Any) -> datetime | None:
    """Return when the timer of a waiting task is due, or None where it has none."""
    due = task.internal_data.get(DUE)
    return None if due is None else datetime.fromisoformat(due)


def set_due(task: Any, due_at: datetime) -> None:
    """Change for when a waiting timer is set; one that repeats goes on from there."""
    task.internal_data[DUE] = due_at.isoformat()
    release(task)


def worked_out(task: Any) -> datetime | None:
    """Return when a timer would be due if its token arrived now; the timer stays as it is."""
    clocked, kept = _clocked(task), dict(task.internal_data)
    if clocked is None:
        return None
    try:
        clocked.begin(task)
        return due_of(task)
    finally:
        task.internal_data.clear()
        task.internal_data.update(kept)


def begun_at(task: Any) -> datetime | None:
    """Return when a timer began to wait; None: it was saved before that was kept."""
    since = task.internal_data.get(SINCE)
    return None if since is None else datetime.fromisoformat(since)


def repeats(task: Any) -> bool:
    """Tell whether a timer fires again and again."""
    return EVERY in task.internal_data


def hold(task: Any) -> None:
    """Let a timer not fire although it is due."""
    task.internal_data[HELD] = True


def release(task: Any) -> None:
    """Let a timer fire again that was held."""
    task.internal_data.pop(HELD, None)


def is_held(task: Any) -> bool:
    """Tell whether a timer does not fire although it is due."""
    return bool(task.internal_data.get(HELD, False))


def fire(task: Any, now: datetime) -> datetime:
    """Fire a timer that is due, and return for when it had been set."""
    due = due_of(task)
    if due is None:
        raise LookupError(f"{task.task_spec.name} waits for no time")
    if EVERY in task.internal_data:
        return _repeat(task, due, now)
    task.internal_data[FIRED] = True
    context_of(task).log.due_by_task[task.id] = due
    task.task_spec._update(task)
    return due


def _repeat(task: Any, due: datetime, now: datetime) -> datetime:
    data, every = task.internal_data, timedelta(seconds=task.internal_data[EVERY])
    missed = (now - due) // every
    if data[LEFT] is not None:
        missed = min(missed, data[LEFT] - 1)
        data[LEFT] -= missed + 1
    latest = due + missed * every
    data[DUE] = None if data[LEFT] == 0 else (latest + every).isoformat()
    log = context_of(task).log
    log.due_by_task[task.id] = latest
    log.passed.append(task.task_spec.drawn.id)
    task.task_spec.send_on(task)
    return latest


def shown(value: Any) -> str:
    """Return a value as an expression would write it, for messages."""
    return "null" if value is None else f"“{value}”"
