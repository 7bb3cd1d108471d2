"""``list[test]`` and ``target.name``: parts of lists and contexts."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms.feel.components import component
from forms.feel.nodes import Frame, Node, join
from forms.feel.values import kind


def path(target: Node, name: str) -> Node:
    """Compile ``target.name``; over a list, of each item."""

    def run(frame: Frame) -> Any:
        value = target.run(frame)
        if kind(value) != "list":
            return component(value, name)
        frame.budget.spend(len(value))
        return [component(item, name) for item in value]

    return join(run, target)


def select(target: Node, test: Node) -> Node:
    """Compile ``target[test]``: the item at a position (from 1), or the items that pass."""

    def run(frame: Frame) -> Any:
        value = target.run(frame)
        if value is None:
            return None
        items = value if kind(value) == "list" else [value]
        position = None if "item" in test.names else test.run(frame)
        if kind(position) == "number":
            return _item_at(items, position)
        return [item for item in items if test.run(_inside(frame, item)) is True]

    whole = join(run, target, test)
    return Node(run, target.names | (test.names - {"item"}), whole.depth)


def _item_at(items: Sequence[Any], position: Any) -> Any:
    index = int(position)
    if index != position or index == 0 or abs(index) > len(items):
        return None
    return items[index - 1 if index > 0 else index]


def _inside(frame: Frame, item: Any) -> Frame:
    """Return the frame of a test: the item, and its own entries by name."""
    frame.budget.spend()
    return frame.bind({"item": item, **(item if isinstance(item, Mapping) else {})})
