"""Loops and quantifiers: ``for``, ``some`` and ``every`` over lists and whole-number ranges."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from forms.feel.budget import Budget
from forms.feel.nodes import NO_NAMES, Frame, Node, join
from forms.feel.values import Range, kind


@dataclass(frozen=True, slots=True)
class Binding:
    """``name in items`` of a loop or a quantifier."""

    name: str
    items: Node


def repeat(bindings: Sequence[Binding], body: Node) -> Node:
    """Compile ``for … return``; null when something to walk is no list."""

    def run(frame: Frame) -> list[Any] | None:
        frames = _frames(bindings, frame)
        return None if frames is None else [body.run(inner) for inner in frames]

    return _bound(run, bindings, body)


def quantify(judge: Callable[..., bool], bindings: Sequence[Binding], test: Node) -> Node:
    """Compile ``some`` (judge ``any``) or ``every`` (``all``); only a true test passes."""

    def run(frame: Frame) -> bool | None:
        frames = _frames(bindings, frame)
        return None if frames is None else judge(test.run(inner) is True for inner in frames)

    return _bound(run, bindings, test)


def _bound(run: Callable[[Frame], Any], bindings: Sequence[Binding], body: Node) -> Node:
    """Make the node of a loop; the names it binds are not read from the context."""
    whole = join(run, *(binding.items for binding in bindings), body)
    known = names = NO_NAMES
    for binding in bindings:
        names |= binding.items.names - known
        known |= {binding.name}
    return Node(run, names | (body.names - known), whole.depth)


def _frames(bindings: Sequence[Binding], frame: Frame) -> Sequence[Frame] | None:
    """Return a frame for each combination of the bound items; null when one is no list."""
    frames: Sequence[Frame] = (frame,)
    for binding in bindings:
        inner: list[Frame] = []
        for outer in frames:
            items = _items(binding.items.run(outer), frame.budget)
            if items is None:
                return None
            inner.extend(outer.bind({binding.name: item}) for item in items)
        frames = inner
    return frames


def _items(value: Any, budget: Budget) -> Sequence[Any] | None:
    if isinstance(value, Range):
        return _whole_numbers(value, budget)
    if kind(value) != "list":
        return None
    budget.spend(len(value))
    items: Sequence[Any] = value
    return items


def _whole_numbers(span: Range, budget: Budget) -> Sequence[int] | None:
    """Return the whole numbers of a range, downwards when it ends below its start."""
    start, end = span.start, span.end
    if type(start) is not int or type(end) is not int:
        return None
    budget.spend(abs(end - start) + 1)
    step = 1 if start <= end else -1
    numbers = range(start, end + step, step)
    return numbers[0 if span.start_included else 1 : len(numbers) - (not span.end_included)]
