"""Lifts event sub-processes out of their process, into processes of their own.

SpiffWorkflow 3.2.0 cannot run them safely: it ignores `isInterrupting`, and firing their message
changes the shared specification, after which no other instance completes. A message-started,
non-interrupting one does not touch its process, so that a linked instance means the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.spiff.names import bpmn

_DEFINITION = "EventDefinition"


@dataclass(frozen=True)
class Lifted:
    """An event sub-process as the process `node`, started by the message with id `message_id`.

    Where `reason` is not None it could not be lifted, and `node` is the sub-process itself.
    """

    node: etree._Element
    sub_process_id: str
    lifted_from: str
    message_id: str = ""
    reason: str | None = None


def lift_event_sub_processes(definitions: etree._Element) -> Iterator[Lifted]:
    """Take every event sub-process that can be run out of `definitions`, which is changed."""
    for process in list(definitions.iterchildren(bpmn("process"))):
        process_id = process.get("id", "")
        for node in list(process.iter(bpmn("subProcess"))):
            if node.get("triggeredByEvent") == "true":
                reason = _reason_against(node)
                if reason is None:
                    yield _lift(definitions, process, node)
                else:
                    yield Lifted(node, node.get("id", ""), process_id, reason=reason)


def _reason_against(node: etree._Element) -> str | None:
    parent = node.getparent()
    if parent is None or parent.tag != bpmn("process"):
        return "it stands inside another sub-process"
    starts = list(node.iterchildren(bpmn("startEvent")))
    if len(starts) != 1:
        return "it needs exactly one start event"
    kinds = [child for child in starts[0] if str(child.tag).endswith(_DEFINITION)]
    if [child.tag for child in kinds] != [bpmn("messageEventDefinition")]:
        return "only a message can start it"
    if not kinds[0].get("messageRef"):
        return "its start event names no message"
    if starts[0].get("isInterrupting", "true") != "false":
        return "its start event would interrupt the process"
    return None


def _lift(definitions: etree._Element, process: etree._Element, node: etree._Element) -> Lifted:
    sub_process_id = node.get("id", "")
    new = etree.SubElement(definitions, bpmn("process"))
    new.set("id", f"{process.get('id')}__{sub_process_id}")
    new.set("name", node.get("name", ""))
    new.sourceline = node.sourceline
    new.extend(child for child in list(node) if child.tag != bpmn("incoming"))
    start = new.find(bpmn("startEvent"))
    definition = None if start is None else start.find(bpmn("messageEventDefinition"))
    message_id = "" if definition is None else definition.get("messageRef", "")
    process.remove(node)
    return Lifted(new, sub_process_id, process.get("id", ""), message_id)
