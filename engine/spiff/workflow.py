"""SpiffWorkflow's workflows, holding our tokens."""
# ruff: noqa: SLF001 - takes the place of SpiffWorkflow's own workflows

from collections.abc import Iterable, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow, BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.spiff.run_context import RunContext
from engine.spiff.script_engine import FeelScriptEngine
from engine.spiff.token import Token


class _Moving(BpmnBaseWorkflow):
    """What the workflow of an instance and those of its sub-processes have in common."""

    def begin(self) -> None:
        """Put the first token on the start event."""
        self.task_tree = Token(self, self.spec.start, state=TaskState.COMPLETED)
        self.spec.start.send_on(self.task_tree)

    def finish(self) -> None:
        """End the workflow; a sub-process lets the process around it go on."""
        self.completed = True
        if self.parent_task is not None:
            self.parent_task.task_spec.sub_process_ended(self, self.parent_task)

    def live_tokens(self) -> Iterable[Token]:
        """Return the tokens that have not finished."""
        return [t for t in self.tasks.values() if t._state & TaskState.NOT_FINISHED_MASK]

    def settle_joins(self) -> bool:
        """Let the joins of this workflow go on that need not wait any more."""
        waiting = {t.task_spec for t in self.tasks.values() if t._state == TaskState.WAITING}
        return any(spec.settles and spec.settle(self) for spec in waiting)

    def _task_completed_notify(self, task: Token) -> None:
        """Do nothing: stock code updates every waiting task here; we do it when nothing moves."""

    def _task_removed_notify(self, task: Token) -> None:
        top = self.top_workflow
        top.event_manager.remove_task(task)
        subprocess = top.subprocesses.get(task.id)
        if subprocess is not None:
            subprocess.cancel()


class InstanceWorkflow(_Moving, BpmnWorkflow):
    """The workflow of a process instance."""

    parent_task = None

    def __init__(self, spec: Any, subprocess_specs: Mapping[str, Any], context: RunContext) -> None:
        super().__init__(
            spec, subprocess_specs, script_engine=FeelScriptEngine(context), deserializing=True
        )
        self.context = context

    def token_ready(self, token: Token) -> None:
        """Take note of a token that can go on: a person's task is open, anything else is queued."""
        if token.task_spec.manual:
            self.context.log.opened.append(token.id)
        elif isinstance(token.task_spec, BoundaryEvent):
            # Before anything else: it may end the activity that it stands on.
            self.context.ready.appendleft(token)
        else:
            self.context.ready.append(token)

    def create_subprocess(self, my_task: Token, spec_name: str) -> "SubProcessWorkflow":
        """Make the workflow of a sub-process or called process that `my_task` stands for."""
        subprocess = SubProcessWorkflow(self.subprocess_specs[spec_name], my_task, self)
        self.subprocesses[my_task.id] = subprocess
        return subprocess

    def settle(self) -> bool:
        """Let a join go on that need not wait any more, the innermost first; tell if one did."""
        active = [each for each in (self, *self.subprocesses.values()) if not each.completed]
        return any(each.settle_joins() for each in sorted(active, key=lambda each: -each.depth))


class SubProcessWorkflow(_Moving, BpmnSubWorkflow):
    """The workflow of an embedded sub-process, or of a called process."""

    def __init__(self, spec: Any, parent_task: Token, top_workflow: InstanceWorkflow) -> None:
        self.parent_task = parent_task
        self.parent_task_id = parent_task.id
        self.top_workflow = top_workflow
        self.correlations: dict[str, Any] = {}
        self.depth = parent_task.workflow.depth + 1
        # Not BpmnSubWorkflow's: it looks its parent up through all tasks, and begins at once.
        BpmnBaseWorkflow.__init__(self, spec, deserializing=True)

    @property
    def parent_workflow(self) -> Any:
        """The workflow around this one."""
        return self.parent_task.workflow
