"""A process instance in memory: start it or load it, let it move, save it.

Whoever moves an instance calls `advance` first, so that what is due has happened before a person's
answer counts. After `StepFailed` the instance is thrown away; the saved state is as it was.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self
from uuid import UUID

from engine.spiff import state
from engine.spiff.clocks import Clocks
from engine.spiff.failures import TaskNotOpen
from engine.spiff.host import Host
from engine.spiff.library import ProcessLibrary
from engine.spiff.modifying import Modifying
from engine.spiff.motion import Motion
from engine.spiff.step import Step
from engine.spiff.token import Token
from engine.spiff.waiting import OpenTask, WaitingTimer, describe_task, open_tokens
from engine.spiff.workflow import InstanceWorkflow

__all__ = ["OpenTask", "RunningProcess", "WaitingTimer"]


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
        self._motion = Motion(workflow, host)

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
        process._motion.begin(variables)
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
        if self._motion.failure is not None:
            raise self._motion.failure
        return state.save(self._workflow, self.process_id, self.end_element_ids)

    def advance(self) -> None:
        """Fire what is due and go on until nothing moves.

        Raises:
            StepFailed: it could not move on.
            RunawayProcess: it goes on without end.
        """
        self._motion.advance()

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
        self._motion.complete(self._open_token(task_id), variables, item_answers)

    def set_variables(self, values: Mapping[str, Any]) -> None:
        """Set variables of the instance itself; nothing moves.

        Raises:
            StepFailed: the instance failed before, or a value is none that variables can hold.
        """
        self._motion.set_variables(values)

    def replace_value(self, old: str, new: str) -> None:
        """Put a text in the place of another one in every variable; nothing moves.

        Also in lists, in the entry of each open instance of a task that is done for each of them,
        and in what such a task has collected: a key of the directory is meant, such as an agency's.

        Raises:
            StepFailed: the instance failed before.
        """
        self._motion.replace_value(old, new)

    def receive(self, message: str, payload: Mapping[str, Any] | None = None) -> bool:
        """Give a message to whoever waits for it; tell whether anybody does.

        The payload is written into the variables.

        Raises:
            StepFailed: it could not move on.
        """
        return self._motion.receive(message, payload or {})

    @property
    def modifying(self) -> Modifying:
        """What can be changed in the instance outside its diagram."""
        return Modifying(self.library, self._workflow, self._motion)

    @property
    def clocks(self) -> Clocks:
        """What can be changed in the timers that wait."""
        return Clocks(self._workflow)

    @property
    def fired_timers(self) -> tuple[UUID, ...]:
        """The timers that fired in the latest move, in their order."""
        return tuple(self._motion.fired)

    @property
    def open_tasks(self) -> Mapping[UUID, OpenTask]:
        """The tasks that wait for people."""
        described = map(describe_task, open_tokens(self._workflow))
        return {task.id: task for task in described}

    @property
    def timers(self) -> Mapping[UUID, WaitingTimer]:
        """The timer events that wait."""
        return self.clocks.waiting

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
        """End events reached since the instance began: each once, the latest last."""
        latest_first = reversed((*self._earlier_ends, *self._context.log.ends))
        return tuple(reversed(dict.fromkeys(latest_first)))

    @property
    def step(self) -> Step:
        """What happened since `start` or `load`."""
        log = self._context.log
        known = dict.fromkeys((*self._open_before, *map(UUID, log.opened)))
        closed = {*self.open_tasks, *map(UUID, log.completed)}
        return log.as_step(cancelled=tuple(task_id for task_id in known if task_id not in closed))

    def _open_token(self, task_id: UUID) -> Token:
        for token in open_tokens(self._workflow):
            if token.id == task_id.hex:
                return token
        raise TaskNotOpen(task_id)
