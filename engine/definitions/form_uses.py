"""Which user tasks of a bundle use a form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.definitions import names
from engine.definitions.diagram import Diagram, Node, NotBpmnError, read_diagram
from engine.spiff.document import DocumentRefused

_FOLDER, _ENDING = "forms/", ".form"


@dataclass(frozen=True)
class FormUse:
    """One user task that asks a form's questions."""

    path: str
    """The diagram's file."""
    element_id: str
    name: str
    lane: str
    """The name of its lane, empty without one."""


def form_path(key: str) -> str:
    """Return where the form with a key stands in a bundle."""
    return f"{_FOLDER}{key}{_ENDING}"


def form_keys(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the forms among the paths of a bundle, sorted."""
    return tuple(
        sorted(
            path[len(_FOLDER) : -len(_ENDING)]
            for path in paths
            if path.startswith(_FOLDER) and path.endswith(_ENDING) and path.count("/") == 1
        )
    )


def uses_of_forms(files: Mapping[str, bytes]) -> dict[str, tuple[FormUse, ...]]:
    """Return the user tasks that use each form, by its key; files that cannot be read use none."""
    found: dict[str, list[FormUse]] = {}
    for path, content in files.items():
        if not path.endswith(".bpmn"):
            continue
        try:
            diagram = read_diagram(path, content)
        except (DocumentRefused, NotBpmnError):
            continue
        for key, use in _uses(diagram):
            found.setdefault(key, []).append(use)
    return {key: tuple(uses) for key, uses in found.items()}


def _uses(diagram: Diagram) -> Iterator[tuple[str, FormUse]]:
    lanes = _lane_names(diagram)
    for node in diagram.all_nodes:
        key = _form_key(node)
        if key:
            yield key, FormUse(diagram.file, node.id, node.name, lanes.get(node.id, ""))


def _form_key(node: Node) -> str:
    return node.element.get(names.camunda("formKey"), "").strip()


def _lane_names(diagram: Diagram) -> dict[str, str]:
    return {
        names.text_of(reference): names.one_line(lane.get("name"))
        for lane in diagram.lanes
        for reference in lane.iterchildren(names.bpmn("flowNodeRef"))
    }
