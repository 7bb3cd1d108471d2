"""How an instance moves: runs what is ready, fires what is due, until it waits."""
# ruff: noqa: SLF001 - knows SpiffWorkflow's tasks

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from engine.spiff.failures import RunawayProcess, StepFailed
from engine.spiff.host import Host
from engine.spiff.plain_values import plain
from engine.spiff.specs.events import Message, end_with_limits
from engine.spiff.specs.multi_instance import PLACE
from engine.spiff.specs.timers import fire, is_held, timer_element
from engine.spiff.step import FiredTimer
from engine.spiff.token import Token
from engine.spiff.waiting import timer_tokens
from engine.spiff.workflow import InstanceWorkflow

MAX_TOKENS_PER_MOVE = 500
"""Elements that may be passed without waiting for a person or for time."""


class Motion:
    """Moves one instance. Once it has failed it moves no more, and must not be saved."""

    def __init__(self, workflow: InstanceWorkflow, host: Host) -> None:
        self.failure: StepFailed | None = None
        self._workflow = workflow
        self._context = workflow.context
        self._host = host
        self._current: Token | None = None
        self.fired: list[UUID] = []
        """Timers that fired in this move, in their order."""
        self._left = 0

    def begin(self, variables: Mapping[str, Any]) -> None:
        """Put the first token on the start event, and go on."""
        scopes = self._context.scopes
        with self._guard():
            scopes.write(scopes.top, variables, self._context.log.variable_changes)
            self._workflow.begin()
            self._go_on()

    def advance(self) -> None:
        """Fire what is due, and go on."""
        with self._guard():
            self._go_on()

    def complete(
        self, token: Token, variables: Mapping[str, Any], item_answers: Mapping[str, Any] | None
    ) -> None:
        """Complete a task that is open, and go on."""
        with self._guard():
            self._current = token
            answers = variables if item_answers is None else item_answers
            collected = self._collect(token, answers)
            self._context.set_variables(token, variables if collected is None else collected)
            self._context.log.completed.append(token.id)
            token.run()
            self._go_on()

    def set_variables(self, values: Mapping[str, Any]) -> None:
        """Write variables of the instance itself."""
        scopes = self._context.scopes
        with self._guard():
            scopes.write(scopes.top, values, self._context.log.variable_changes)

    def replace_value(self, old: str, new: str) -> None:
        """Put a text in the place of another one in every variable."""
        with self._guard():
            self._context.scopes.replace(old, new, self._context.log.variable_changes)

    def correct(self, name: str, value: Any) -> None:
        """Write a variable of the instance itself, and the copies of it that calls hold."""
        with self._guard():
            self._context.scopes.correct(name, value, self._context.log.variable_changes)

    def move(self, token: Token, entry: Any) -> None:
        """End what a token stands on, put one before another element of its level, and go on."""
        with self._guard():
            self._current = token
            end_with_limits(token)
            new = token.workflow.task_tree._add_child(entry, TaskState.FUTURE)
            entry._update(new)
            self._go_on()

    def receive(self, message: str, payload: Mapping[str, Any]) -> bool:
        """Give a message to whoever waits for it, and go on; tell whether anybody did."""
        with self._guard():
            event = BpmnEvent(Message(message), payload=dict(payload))
            if not self._workflow.event_manager.catch(event, internal=False):
                return False
            self._go_on()
            return True

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Turn whatever goes wrong into one kind of failure, and remember it."""
        if self.failure is not None:
            raise self.failure
        try:
            yield
        except StepFailed as failure:
            self._remember(failure)
            raise
        except Exception as error:
            reason = f"The step could not be finished: {error}"
            unforeseen = StepFailed(self._current_element_id(), reason)
            self._remember(unforeseen)
            raise unforeseen from error

    def _remember(self, failure: StepFailed) -> None:
        failure.timer_id = self.fired[-1] if self.fired else None
        self.failure = failure

    def _collect(self, token: Token, answers: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the list of all instances' answers, where the diagram collects them.

        Each stands beside its own entry, so that a diagram can ask whose answer it is.
        """
        repetition = token.task_spec.element.multi_instance
        if repetition is None or repetition.output_collection is None:
            return None
        scopes = self._context.scopes
        outputs, entry = scopes.outputs[token.parent.id], scopes.items[token.id].values
        outputs.by_place[token.internal_data[PLACE]] = {**entry, **plain(answers)}
        return {repetition.output_collection: outputs.in_order()}

    def _go_on(self) -> None:
        self._left, self.fired = MAX_TOKENS_PER_MOVE, []
        while True:
            self._run_ready()
            due = self._earliest_due()
            if due is None:
                return
            self._fire(due)

    def _run_ready(self) -> None:
        """Run what is ready; when nothing is, let joins see whether they still have to wait."""
        ready = self._context.ready
        while ready or self._workflow.settle():
            token = ready.popleft() if ready else None
            if token is not None and token.state == TaskState.READY:
                self._run(token)

    def _run(self, token: Token) -> None:
        self._current = token
        self._left -= 1
        if self._left < 0:
            raise RunawayProcess(
                self._current_element_id(),
                f"The process passed {MAX_TOKENS_PER_MOVE} elements without waiting for anybody: "
                "it seems to go round in circles.",
            )
        token.run()

    def _earliest_due(self) -> Token | None:
        """Return the timer to be fired next: the earliest; of two, the one that interrupts last."""
        now = self._host.now()
        waiting = timer_tokens(self._workflow)
        due = [(at, token) for token, at in waiting if at <= now and not is_held(token)]
        if not due:
            return None
        return min(due, key=lambda row: (row[0], _interrupts(row[1])))[1]

    def _fire(self, token: Token) -> None:
        self._current = token
        self.fired.append(UUID(token.id))
        element = timer_element(token)
        due_at = fire(token, self._host.now())
        if element is not None:
            self._context.log.fired.append(FiredTimer(element.id, due_at))

    def _current_element_id(self) -> str | None:
        element = None if self._current is None else self._current.task_spec.element
        return None if element is None else element.id


def _interrupts(token: Token) -> bool:
    return bool(getattr(token.task_spec, "cancel_activity", True))
