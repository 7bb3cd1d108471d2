"""The floor under a completion: the same diagrams in stock SpiffWorkflow, and nothing else.

Stock SpiffWorkflow evaluates Python and runs no event sub-process, so that the diagrams are
translated first: FEEL to Python, the danger sub-process left out, the multi-instance mark of the
record step removed (the measured path does not reach it), notices made plain tasks. Specifications
are parsed once. A completion loads one JSON body, runs the task and the engine steps, and writes
the body back in one transaction.
"""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import DEFAULT_CONFIG, BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter, WorkflowConverter
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import Engine, text

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FAR = '"2099-01-01T00:00:00+00:00"'
UNSET = dict.fromkeys(
    ("s0_outcome", "s1_outcome", "s2_outcome", "s3_outcome", "s4_outcome", "outcome"),
    "not_resolved",
) | {"concern_remains": "yes", "lessons_identified": "no", "policy_gap": "no"}


class _CachedSpecConverter(BpmnWorkflowConverter):
    """Stock state without the specifications, which stay in memory."""

    specs: tuple[Any, Any]

    def to_dict(self, workflow: BpmnWorkflow) -> dict[str, Any]:
        """Return the instance's own state."""
        state: dict[str, Any] = WorkflowConverter.to_dict(self, workflow)
        state["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        state["bpmn_events"] = self.registry.convert(workflow.bpmn_events)
        return state

    def from_dict(self, state: dict[str, Any]) -> BpmnWorkflow:
        """Return the instance, on the cached specifications."""
        workflow = self.target_class(*self.specs, deserializing=True)
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
            parser.add_bpmn_str(_translated(path.read_bytes()))
        specs = (parser.get_spec(process_id), parser.get_subprocess_specs(process_id))
        converter = type("Converter", (_CachedSpecConverter,), {"specs": specs})
        config = BpmnWorkflowSerializer.configure({**DEFAULT_CONFIG, BpmnWorkflow: converter})
        self._serializer = BpmnWorkflowSerializer(config)
        self._script_engine = PythonScriptEngine(TaskDataEnvironment({}))
        self._specs = specs
        self._engine = engine
        self._last = 0
        with engine.begin() as connection:
            connection.execute(
                text("CREATE TABLE floor_instance (id INTEGER PRIMARY KEY, body TEXT)")
            )

    def start(self) -> int:
        """Start an instance; return its id."""
        workflow = BpmnWorkflow(*self._specs, script_engine=self._script_engine)
        workflow.get_next_task(spec_name="Start").data.update(UNSET)
        workflow.do_engine_steps()
        self._last += 1
        with self._engine.begin() as connection:
            connection.execute(
                text("INSERT INTO floor_instance VALUES (:id, :body)"),
                {"id": self._last, "body": self._serializer.serialize_json(workflow)},
            )
        return self._last

    def complete(self, instance_id: int, answers: dict[str, Any]) -> None:
        """Complete the open user task of an instance."""
        with self._engine.begin() as connection:
            body = connection.scalar(
                text("SELECT body FROM floor_instance WHERE id = :id"), {"id": instance_id}
            )
            workflow = self._serializer.deserialize_json(body)
            workflow.script_engine = self._script_engine
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.data.update(answers)
            task.run()
            workflow.refresh_timers()
            workflow.do_engine_steps()
            connection.execute(
                text("UPDATE floor_instance SET body = :body WHERE id = :id"),
                {"id": instance_id, "body": self._serializer.serialize_json(workflow)},
            )


def _translated(source: bytes) -> bytes:
    root = etree.fromstring(source)
    for sub_process in root.findall(f".//{BPMN}subProcess[@triggeredByEvent='true']"):
        for reference in root.iter(f"{BPMN}flowNodeRef"):
            if reference.text == sub_process.get("id"):
                reference.getparent().remove(reference)
        sub_process.getparent().remove(sub_process)
    for notice in root.iter(f"{BPMN}serviceTask"):
        notice.tag = f"{BPMN}task"
    for mark in root.findall(f".//{BPMN}multiInstanceLoopCharacteristics"):
        mark.getparent().remove(mark)
    for name in ("conditionExpression", "timeDate", "timeDuration"):
        for expression in root.iter(f"{BPMN}{name}"):
            expression.text = _python(expression.text)
    return etree.tostring(root)


def _python(expression: str) -> str:
    if expression.startswith("PT"):
        return f'"{expression}"'
    if "working day" in expression:
        return FAR
    plain = re.sub(r"\(some .*\)", "False", expression.removeprefix("="))
    return re.sub(r"(?<![!<>=])=(?!=)", "==", plain)
