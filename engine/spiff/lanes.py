"""Which lane each flow node stands in."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.spiff.names import bpmn, text_of


@dataclass(frozen=True)
class Lane:
    """A lane of a process; roles are mapped to its id, since names change."""

    id: str | None
    name: str | None


def lanes_of(root: etree._Element) -> Mapping[str, Lane]:
    """Return the lane of every flow node of a file that a lane names.

    A node that several lanes name (nested lanes) stands in the last one of the document.
    """
    return {
        reference: Lane(lane.get("id"), lane.get("name"))
        for lane in root.iter(bpmn("lane"))
        for child in lane.iterchildren(bpmn("flowNodeRef"))
        if (reference := text_of(child)) is not None
    }
