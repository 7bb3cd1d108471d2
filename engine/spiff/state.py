"""Saves an instance as bytes, and brings it back.

Only tokens that have not finished are saved; what has passed was told in `RunningProcess.step`.
So the hundredth task costs what the first one costs. Specifications are not saved: the library has
them.
"""
# ruff: noqa: SLF001 - knows SpiffWorkflow's tasks

from collections.abc import Iterator
from typing import Any

import orjson
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.util.task import TaskState

from engine.spiff.failures import StateUnreadable
from engine.spiff.host import Host
from engine.spiff.library import ProcessLibrary
from engine.spiff.run_context import RunContext
from engine.spiff.saved_scopes import load_scopes, save_scopes
from engine.spiff.scope import Scope, ScopeTree
from engine.spiff.specs.events import BoundaryEventSplit
from engine.spiff.token import Token
from engine.spiff.workflow import InstanceWorkflow

FORMAT = 1
"""Changes when the shape of the state changes."""


def new_workflow(library: ProcessLibrary, process_id: str, host: Host) -> InstanceWorkflow:
    """Return the workflow of an instance, without any token."""
    scopes = ScopeTree(Scope(process_id), library.standing_yes)
    context = RunContext(host, scopes)
    return InstanceWorkflow(library.specs[process_id], library.specs, context)


def save(workflow: InstanceWorkflow, process_id: str, end_element_ids: tuple[str, ...]) -> bytes:
    """Return the state of an instance as JSON."""
    subprocesses = [sub for sub in workflow.subprocesses.values() if not sub.completed]
    subprocesses.sort(key=lambda sub: sub.depth)
    return orjson.dumps(
        {
            "format": FORMAT,
            "process": process_id,
            "completed": workflow.completed,
            "ends": end_element_ids,
            "tokens": _rows(workflow),
            "subprocesses": [[sub.parent_task_id, _rows(sub)] for sub in subprocesses],
            "scopes": save_scopes(workflow.context.scopes, _live_ids(workflow)),
        }
    )


def load(
    library: ProcessLibrary, process_id: str, state: bytes, host: Host
) -> tuple[InstanceWorkflow, tuple[str, ...]]:
    """Return the workflow of a saved instance, and the ends that it has reached.

    Raises:
        StateUnreadable: another format or process, or an element that the library has not.
    """
    try:
        saved = orjson.loads(state)
    except orjson.JSONDecodeError as error:
        raise StateUnreadable("The saved state is not JSON.") from error
    if saved.get("format") != FORMAT or saved.get("process") != process_id:
        raise StateUnreadable(
            f"The saved state is of the process {saved.get('process')} in format "
            f"{saved.get('format')}; wanted was {process_id} in format {FORMAT}."
        )
    workflow = new_workflow(library, process_id, host)
    workflow.completed = saved["completed"]
    _put_tokens(workflow, saved["tokens"])
    for parent_id, rows in saved["subprocesses"]:
        parent = workflow.get_task_from_id(parent_id)
        _put_tokens(workflow.create_subprocess(parent, parent.task_spec.spec), rows)
    load_scopes(workflow.context.scopes, saved["scopes"])
    return workflow, tuple(saved["ends"])


def _rows(workflow: Any) -> list[list[Any]]:
    """Return a row per token to be kept: id, parent, specification, state, data of the engine.

    A token whose parent is not kept stands below the root: nobody looks further up than one level.
    """
    kept = {token.id for token in _kept(workflow)}
    return [
        [
            token.id,
            token._parent if token._parent in kept else None,
            token.task_spec.name,
            token._state,
            token.internal_data,
        ]
        for token in workflow.tasks.values()
        if token.id in kept
    ]


def _kept(workflow: Any) -> Iterator[Token]:
    for token in workflow.live_tokens():
        yield token
        # Boundary events and their activity find each other through the split above them.
        if isinstance(token.parent.task_spec, BoundaryEventSplit):
            yield token.parent


def _put_tokens(workflow: Any, rows: list[list[Any]]) -> None:
    workflow.task_tree = root = Token(workflow, workflow.spec.start, state=TaskState.COMPLETED)
    top, specs = workflow.top_workflow, workflow.spec.task_specs
    for token_id, parent_id, spec_name, state, internal_data in rows:
        spec = specs.get(spec_name)
        if spec is None:
            raise StateUnreadable(f"The process has no element {spec_name} (any more).")
        parent = root if parent_id is None else workflow.tasks[parent_id]
        token = Token(workflow, spec, parent, state, token_id)
        token.internal_data = internal_data
        if state == TaskState.WAITING and isinstance(spec, CatchingEvent):
            top.event_manager.add_task(token)
        elif state == TaskState.READY and not spec.manual:
            top.token_ready(token)


def _live_ids(workflow: InstanceWorkflow) -> set[str]:
    active = (w for w in (workflow, *workflow.subprocesses.values()) if not w.completed)
    return {token.id for each in active for token in each.live_tokens()}
