"""A process instance in memory: start it or load it, let it move, save it.

Whoever moves an instance calls `advance` first, so that what is due has happened before a person's
answer counts. After `StepFailed` the instance is thrown away; the saved state is as it was.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Self
from uuid import UUID

from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from engine.spiff import state
from engine.spiff.failures import RunawayProcess, StepFailed, TaskNotOpen
from engine.spiff.host import Host
from engine.spiff.library import ProcessLibrary
from engine.spiff.plain_values import plain
from engine.spiff.specs.events import Message
from engine.spiff.specs.multi_instance import PLACE
from engine.spiff.specs.timers import fire, timer_element
from engine.spiff.step import FiredTimer, Step
from engine.spiff.token import Token
from engine.spiff.waiting import (
    OpenTask,
    WaitingTimer,
    describe_task,
    describe_timer,
    open_tokens,
    timer_tokens,
)
from engine.spiff.workflow import InstanceWorkflow

__all__ = ["OpenTask", "RunningProcess", "WaitingTimer"]

MAX_TOKENS_PER_ADVANCE = 500
"""Elements that may be passed without a person or time between them."""


class RunningProcess:
    """One process instance. Not to be shared by threads; its library is."""

    def __init__(
        self,
        library: ProcessLibrary,
        process_id: str,
        host: Host,
        workflow: InstanceWorkflow,
        end_element_ids: tuple[str, ...] = (),
    ) -> None:
        self.library = library
        self.process_id = process_id
        self.host = host
        self._workflow = workflow
        self._context = workflow.context
        self._earlier_ends = end_element_ids
        self._open_before = tuple(UUID(token.id) for token in open_tokens(workflow))
        self._failure: StepFailed | None = None
        self._current: Token | None = None
        self._left = 0

    @classmethod
    def start(
        cls, library: ProcessLibrary, process_id: str, host: Host, variables: Mapping[str, Any]
    ) -> Self:
        """Start an instance, and let it move until it waits.

        Raises:
            KeyError: the library has no such process.
            StepFailed: it could not move on.
        """
        process = cls(library, process_id, host, state.new_workflow(library, process_id, host))
        process._move(lambda: process._begin(variables))
        return process

    @classmethod
    def load(cls, library: ProcessLibrary, process_id: str, saved: bytes, host: Host) -> Self:
        """Bring a saved instance into memory; it does not move yet.

        Raises:
            StateUnreadable: the state does not belong to this process of this library.
        """
        workflow, ends = state.load(library, process_id, saved, host)
        return cls(library, process_id, host, workflow, ends)

    def dump(self) -> bytes:
        """Return the state, to be saved: neither compressed nor encrypted.

        Raises:
            StepFailed: the instance failed before; half a step is never saved.
        """
        if self._failure is not None:
            raise self._failure
        return state.save(self._workflow, self.process_id, self.end_element_ids)

    def advance(self) -> None:
        """Fire what is due and go on until nothing moves.

        Raises:
            StepFailed: it could not move on.
            RunawayProcess: it goes on without end.
        """
        self._move(self._advance)

    def complete(
        self,
        task_id: UUID,
        variables: Mapping[str, Any],
        *,
        item_answers: Mapping[str, Any] | None = None,
    ) -> None:
        """Complete an open task and go on. The caller has called `advance` before.

        `item_answers` are collected where the diagram collects the answers of all instances of a
        task (by default, `variables` are); otherwise `variables` are set.

        Raises:
            TaskNotOpen: the task is not open (any more).
            StepFailed: it could not move on.
        """
        token = self._open_token(task_id)
        self._move(lambda: self._complete(token, variables, item_answers))

    def receive(self, message: str, payload: Mapping[str, Any] | None = None) -> bool:
        """Give a message to whoever waits for it; tell whether anybody does.

        The payload is written into the variables.

        Raises:
            StepFailed: it could not move on.
        """
        caught: list[int] = []
        self._move(lambda: caught.append(self._receive(message, dict(payload or {}))))
        return caught[0] > 0

    @property
    def open_tasks(self) -> Mapping[UUID, OpenTask]:
        """The tasks that wait for people."""
        described = map(describe_task, open_tokens(self._workflow))
        return {task.id: task for task in described}

    @property
    def timers(self) -> Mapping[UUID, WaitingTimer]:
        """The timer events that wait."""
        open_now = list(open_tokens(self._workflow))
        described = (describe_timer(t, due, open_now) for t, due in timer_tokens(self._workflow))
        return {timer.id: timer for timer in described if timer is not None}

    @property
    def variables(self) -> Mapping[str, Any]:
        """The variables of the instance itself."""
        return MappingProxyType(self._context.scopes.top.values)

    def variables_at(self, task_id: UUID) -> Mapping[str, Any]:
        """Return the variables as an expression at an open task sees them.

        Raises:
            TaskNotOpen: the task is not open.
        """
        return MappingProxyType(self._context.scope_of(self._open_token(task_id)).view())

    @property
    def is_ended(self) -> bool:
        """Whether every path has come to its end."""
        return self._workflow.completed

    @property
    def end_element_ids(self) -> tuple[str, ...]:
        """End events reached since the instance began, in order."""
        return (*self._earlier_ends, *self._context.log.ends)

    @property
    def step(self) -> Step:
        """What happened since `start` or `load`."""
        log = self._context.log
        known = dict.fromkeys((*self._open_before, *map(UUID, log.opened)))
        closed = {*self.open_tasks, *map(UUID, log.completed)}
        return log.as_step(cancelled=tuple(task_id for task_id in known if task_id not in closed))

    def _move(self, action: Callable[[], None]) -> None:
        if self._failure is not None:
            raise self._failure
        try:
            action()
        except StepFailed as failure:
            self._failure = failure
            raise
        except Exception as error:
            element_id = self._current_element_id()
            self._failure = StepFailed(element_id, f"The step could not be finished: {error}")
            raise self._failure from error

    def _current_element_id(self) -> str | None:
        element = None if self._current is None else self._current.task_spec.element
        return None if element is None else element.id

    def _begin(self, variables: Mapping[str, Any]) -> None:
        scopes, log = self._context.scopes, self._context.log
        scopes.write(scopes.top, variables, log.variable_changes)
        self._workflow.begin()
        self._advance()

    def _complete(
        self, token: Token, variables: Mapping[str, Any], item_answers: Mapping[str, Any] | None
    ) -> None:
        self._current = token
        repetition = token.task_spec.element.multi_instance
        if repetition is not None and repetition.output_collection is not None:
            outputs = self._context.scopes.outputs[token.parent.id]
            answers = variables if item_answers is None else item_answers
            outputs.by_place[token.internal_data[PLACE]] = plain(answers)
            variables = {repetition.output_collection: outputs.in_order()}
        self._context.set_variables(token, variables)
        self._context.log.completed.append(token.id)
        token.run()
        self._advance()

    def _receive(self, message: str, payload: dict[str, Any]) -> int:
        event = BpmnEvent(Message(message), payload=payload)
        caught: int = self._workflow.event_manager.catch(event, internal=False)
        if caught:
            self._advance()
        return caught

    def _advance(self) -> None:
        self._left = MAX_TOKENS_PER_ADVANCE
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
            if not ready:
                continue
            token = ready.popleft()
            if token.state != TaskState.READY:
                continue
            self._current = token
            self._left -= 1
            if self._left < 0:
                raise RunawayProcess(
                    self._current_element_id(),
                    f"The process passed {MAX_TOKENS_PER_ADVANCE} elements without waiting for "
                    "anybody: it seems to go round in circles.",
                )
            token.run()

    def _earliest_due(self) -> Token | None:
        """Return the timer to be fired next: the earliest; of two, the one that interrupts last."""
        now = self.host.now()
        due = [(at, token) for token, at in timer_tokens(self._workflow) if at <= now]
        if not due:
            return None
        return min(due, key=lambda row: (row[0], _interrupts(row[1])))[1]

    def _fire(self, token: Token) -> None:
        self._current = token
        element = timer_element(token)
        due_at = fire(token, self.host.now())
        if element is not None:
            self._context.log.fired.append(FiredTimer(element.id, due_at))

    def _open_token(self, task_id: UUID) -> Token:
        for token in open_tokens(self._workflow):
            if token.id == task_id.hex:
                return token
        raise TaskNotOpen(task_id)


def _interrupts(token: Token) -> bool:
    return bool(getattr(token.task_spec, "cancel_activity", True))
