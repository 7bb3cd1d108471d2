"""Writes small BPMN files, forms and procedures for tests."""

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

import orjson

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
)


def element(tag, inner="", **attributes):
    """Write one element; `__` in an attribute's name stands for `:`."""
    written = "".join(
        f" {name.replace('__', ':')}={quoteattr(value)}" for name, value in attributes.items()
    )
    return f"<bpmn:{tag}{written}>{inner}</bpmn:{tag}>\n"


def properties(**values):
    entries = "".join(
        f"<camunda:property name={quoteattr(name)} value={quoteattr(value)}/>"
        for name, value in values.items()
    )
    return element("extensionElements", f"<camunda:properties>{entries}</camunda:properties>")


def start(id_="Begin", inner="", **attributes):
    return element("startEvent", inner, id=id_, **attributes)


def end(id_="Finish", inner=""):
    return element("endEvent", inner, id=id_)


def user_task(id_, *, form="A", side="both", inner="", **values):
    extensions = properties(**({"agencySide": side} if side else {}), **values)
    key = {"camunda__formKey": form} if form else {}
    return element("userTask", extensions + inner, id=id_, name=f"Do {id_}", **key)


def notice(id_, recipients="line-manager of both", template="T", operation="notify"):
    values = {"operation": operation, "recipients": recipients, "template": template}
    extensions = properties(**{name: value for name, value in values.items() if value})
    return element("serviceTask", extensions, id=id_, name=f"Tell {id_}")


def gateway(id_, kind="exclusiveGateway", default=None):
    return element(kind, id=id_, **({"default": default} if default else {}))


def flow(source, target, condition=None):
    inner = "" if condition is None else element("conditionExpression", escape(condition))
    return element(
        "sequenceFlow", inner, id=f"{source}_to_{target}", sourceRef=source, targetRef=target
    )


def path(*ids):
    """Write the flows from each element to the next."""
    return "".join(flow(a, b) for a, b in pairwise(ids))


def timer_inside(text, kind="timeDuration"):
    return element("timerEventDefinition", element(kind, escape(text)))


def boundary(id_, host, inner=None, *, interrupting=True):
    return element(
        "boundaryEvent",
        timer_inside("PT24H") if inner is None else inner,
        id=id_,
        attachedToRef=host,
        cancelActivity="true" if interrupting else "false",
    )


def multi_instance(collection="agencies", variable="agency"):
    return element(
        "multiInstanceLoopCharacteristics",
        camunda__collection=collection,
        camunda__elementVariable=variable,
    )


def sub_process(id_, *parts, **attributes):
    return element("subProcess", "".join(parts), id=id_, name=f"Part {id_}", **attributes)


def lane(*members, id_="Lane_Staff"):
    inner = "".join(element("flowNodeRef", member) for member in members)
    return element("lane", inner, id=id_, name="Staff")


def definitions(*parts):
    return f'<bpmn:definitions {NAMESPACES} id="D">\n{"".join(parts)}</bpmn:definitions>'.encode()


def process(*parts, lanes=(), id_="test", beside="", **attributes):
    """Write a whole file with one process; `lanes` are the members of its only lane."""
    lane_set = element("laneSet", lane(*lanes), id=f"{id_}_lanes") if lanes else ""
    attributes = {"isExecutable": "true"} | attributes
    return definitions(
        beside, element("process", lane_set + "".join(parts), id=id_, name="Test", **attributes)
    )


def one_task(task=None, *, lanes=("Begin", "Task_A", "Finish"), more="", **attributes):
    """Write a process with one task from start to end, and whatever comes `more`."""
    parts = (start(), task or user_task("Task_A"), end(), path("Begin", "Task_A", "Finish"), more)
    return process(*parts, lanes=lanes, **attributes)


def form(*components, key="A"):
    fields = components or ({"type": "textfield", "id": "f1", "key": "words", "label": "Words"},)
    head = {"type": "text", "id": "head", "text": f"# Form {key}"}
    return orjson.dumps(
        {"type": "default", "id": key, "schemaVersion": 18, "components": [head, *fields]}
    )


PROCEDURE = b"""
key = "test"
title = "A procedure for tests"
partnership = "berkshire"
reference_prefix = "TST"
[[editions]]
edition = "2026-01-01"
clause_policy = "TST26"
main = "main.bpmn"
[lanes]
Lane_Staff = "practitioner"
[[stages]]
id = "S0"
title = "First"
"""

CLAUSES = orjson.dumps(
    {
        "policy": "TST26",
        "clauses": [
            {
                "id": "S0-01",
                "kind": "obligation",
                "strength": "must",
                "paraphrase": "They talk.",
                "time_limit": "PT24H",
                "carried_by": [{"element": "Begin"}, {"form": "A", "field": "words"}],
            }
        ],
    }
)


def bundle_files(main=None, **others):
    """Give the files of a bundle; names of others are without `.bpmn`."""
    files = {
        "procedure.toml": PROCEDURE,
        "main.bpmn": one_task() if main is None else main,
        "forms/A.form": form(),
        "clauses.json": CLAUSES,
    }
    return files | {f"{name}.bpmn": content for name, content in others.items()}


def drawn(file, shapes, edges):
    """Add a layout: `shapes` are boxes (x, y, width, height) by id, `edges` points by id."""
    parts = [
        f'<bpmndi:BPMNShape bpmnElement="{id_}"><dc:Bounds x="{x}" y="{y}" width="{w}" '
        f'height="{h}"/></bpmndi:BPMNShape>'
        for id_, (x, y, w, h) in shapes.items()
    ]
    for id_, points in edges.items():
        waypoints = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
        parts.append(f'<bpmndi:BPMNEdge bpmnElement="{id_}">{waypoints}</bpmndi:BPMNEdge>')
    plane = f"<bpmndi:BPMNPlane>{''.join(parts)}</bpmndi:BPMNPlane>"
    diagram = f"<bpmndi:BPMNDiagram>{plane}</bpmndi:BPMNDiagram></bpmn:definitions>"
    return file.replace(b"</bpmn:definitions>", diagram.encode())


SHAPES = {
    "Lane_Staff": (0, 0, 600, 200),
    "Begin": (60, 82, 36, 36),
    "Task_A": (180, 60, 120, 80),
    "Finish": (400, 82, 36, 36),
}
EDGES = {
    "Begin_to_Task_A": ((96, 100), (180, 100)),
    "Task_A_to_Finish": ((300, 100), (400, 100)),
}


def drawn_task(**changes):
    """Write one task with its layout; changes are other boxes or points by id."""
    shapes = SHAPES | {id_: box for id_, box in changes.items() if id_ not in EDGES}
    edges = EDGES | {id_: points for id_, points in changes.items() if id_ in EDGES}
    return drawn(
        one_task(),
        {id_: box for id_, box in shapes.items() if box},
        {id_: points for id_, points in edges.items() if points},
    )
