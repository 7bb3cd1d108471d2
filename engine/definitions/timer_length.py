"""How long a clock runs, as far as the diagram says, so that two clocks can be compared."""

from datetime import timedelta
from typing import NamedTuple

from lark import Tree

from engine.definitions import names
from engine.definitions.diagram import Node
from engine.english import counted
from engine.spiff.timing import READERS, Cycle, TimingError
from forms.feel import FeelError, parse_expression
from forms.feel.tree import parse_tree

_WORKING_DAY = "working day deadline"
# A working day ends at the same time on the next one, at the latest when the day closes.
_SHORTEST_DAY = timedelta(hours=12)


class Length(NamedTuple):
    """A time that passes by the clock, or a number of working days."""

    elapsed: timedelta | None = None
    working_days: int = 0

    def is_longer_than(self, other: "Length") -> bool:
        """Tell whether it is longer whenever both begin; in doubt it is not."""
        if self.elapsed is not None:
            return other.elapsed is not None and self.elapsed > other.elapsed
        if other.elapsed is None:
            return self.working_days > other.working_days
        return timedelta(days=self.working_days - 1) + _SHORTEST_DAY > other.elapsed

    @property
    def words(self) -> str:
        """The length as people say it."""
        if self.elapsed is None:
            return counted(self.working_days, "working day")
        hours = self.elapsed / timedelta(hours=1)
        if hours < 1 or hours % 1:
            return counted(round(hours * 60), "minute")
        is_days = hours > 48 and hours % 24 == 0  # noqa: PLR2004 - policies say 48 hours, and 3 days
        return counted(round(hours / 24), "day") if is_days else counted(round(hours), "hour")


def length_of(event: Node) -> Length | None:
    """Return how long the clock of an event runs; None for a date, or what only a case can tell."""
    for definition in event.element.iterchildren(names.bpmn("timerEventDefinition")):
        for time in definition:
            kind, text = names.kind(time), names.text_of(time)
            if kind in READERS and text:
                return _of_feel(text[1:].strip()) if text.startswith("=") else _of_text(kind, text)
    return None


def _of_text(kind: str, text: str) -> Length | None:
    try:
        value = READERS[kind](text)
    except (TimingError, OverflowError, ValueError):
        return None
    if isinstance(value, Cycle):
        value = value.interval
    return Length(value) if isinstance(value, timedelta) else None


def _of_feel(source: str) -> Length | None:
    try:
        value = parse_expression(source).evaluate({})
    except FeelError:  # it needs the clock: only the number of working days can be compared
        return _of_working_days(source)
    return Length(value) if isinstance(value, timedelta) else None


def _of_working_days(source: str) -> Length | None:
    try:
        tree = parse_tree(source)
    except FeelError:
        return None
    parts = tree.children if isinstance(tree, Tree) and tree.data == "call" else []
    is_deadline = len(parts) == 3 and " ".join(str(parts[0]).split()) == _WORKING_DAY  # noqa: PLR2004 - the function and its two arguments
    days = parts[2] if is_deadline else None
    if isinstance(days, Tree) and days.data == "number" and str(days.children[0]).isdigit():
        return Length(working_days=int(str(days.children[0])[:6]))
    return None


def limit_of(host: Node) -> tuple[Node, Length] | None:
    """Return the clock that ends a step, or else the last one that reminds of it."""
    clocks = [(event, length) for event in host.boundary if (length := length_of(event))]
    ending = [clock for clock in clocks if clock[0].is_interrupting]
    for clock in ending:
        if not any(clock[1].is_longer_than(other) for _, other in ending):
            return clock
    for clock in clocks:
        if not any(other.is_longer_than(clock[1]) for _, other in clocks):
            return clock
    return None
