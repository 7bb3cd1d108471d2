"""The floor under a completion: the same diagrams in stock SpiffWorkflow, and nothing else.

Stock SpiffWorkflow evaluates Python and runs no event sub-process, so that the diagrams are
translated first: FEEL to Python, the danger sub-process left out, the multi-instance mark of the
record step removed (the measured path does not reach it). Specifications are parsed once; a
completion loads one JSON body, runs the task and the engine steps, and writes the body back in one
transaction.
"""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

from lxml import etree
from sqlalchemy import Engine, text
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import DEFAULT_CONFIG, BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter, WorkflowConverter
from SpiffWorkflow.util.task import TaskState

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FAR = '"2099-01-01T00:00:00+00:00"'


class _CachedSpecConverter(BpmnWorkflowConverter):
    """Stock state without the specifications, which stay in memory."""

    def to_dict(self, workflow: BpmnWorkflow) -> dict[str, Any]:
        """Return the instance's own state."""
        state: dict[str, Any] = WorkflowConverter.to_dict(self, workflow)
        state["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        state["bpmn_events"] = self.registry.convert(workflow.bpmn_events)
        return state

    def from_dict(self, state: dict[str, Any]) -> BpmnWorkflow:
        """Return the instance, on the specifications that were put beside its state."""
        workflow = self.target_class(
            state.pop("cached_spec"), state.pop("cached_called"), deserializing=True
        )
        workflow.tasks = self.mapping_from_dict(state["tasks"], UUID, workflow=workflow)
        workflow.task_tree = workflow.tasks[UUID(state["root"])]
        self.set_default_attributes(workflow, state)
        self.subprocesses_from_dict(state["subprocesses"], workflow)
        workflow.bpmn_events = self.registry.restore(state.pop("bpmn_events", []))
        return workflow


class Floor:
    """Instances in one table with one JSON column."""

    def __init__(self, folder: Path, process_id: str, engine: Engine) -> None:
        """Parse the diagrams of a folder, and make the table."""
        parser = BpmnParser()
        for path in sorted(folder.glob("*.bpmn")):
            parser.add_bpmn_io(_translated(path.read_bytes()), filename=path.name)
        self._spec = parser.get_spec(process_id)
        self._called = parser.get_subprocess_specs(process_id)
        config = {**DEFAULT_CONFIG, BpmnWorkflow: _CachedSpecConverter}
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(config))
        self._script_engine = PythonScriptEngine(TaskDataEnvironment({}))
        self._engine = engine
