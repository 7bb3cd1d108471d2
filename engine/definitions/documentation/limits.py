"""Time limits in words: “24 hours; weekends and bank holidays count”."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from lark import Token, Tree

from engine.clock import LONDON
from engine.definitions import names
from engine.definitions.diagram import Node
from engine.definitions.documentation.conditions import literal
from engine.definitions.documentation.vocabulary import Vocabulary
from engine.english import counted, listed
from engine.spiff.timing import READERS, Cycle, TimingError, read_duration
from forms.feel.errors import FeelError
from forms.feel.tree import parse_tree

KINDS = ("timeDate", "timeDuration", "timeCycle")
ELAPSED = "weekends and bank holidays count"
WORKING = "weekends and bank holidays do not count"
_MOST_HOURS = timedelta(hours=72)
_UNITS = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
    (timedelta(seconds=1), "second"),
)


def timer_of(node: Node) -> tuple[str, str] | None:
    """Return kind and text of a node's clock, such as `("timeDuration", "PT24H")`, or None."""
    for definition in node.element.iterchildren(names.bpmn("timerEventDefinition")):
        for kind in KINDS:
            text = names.text_of(definition.find(names.bpmn(kind)))
            if text:
                return kind, text
    return None


def limit_in_words(kind: str, text: str, vocabulary: Vocabulary) -> str:
    """Return how long a clock runs; what has no plain words stands as it is written."""
    if text.startswith("="):
        source = text[1:].strip()
        try:
            return _in_words(parse_tree(source), source, vocabulary)
        except FeelError:
            return source
    try:
        return _fixed(READERS[kind](text))
    except (TimingError, OverflowError, KeyError):
        return text


def length_in_words(length: timedelta) -> str:
    """Return “24 hours”, “5 days” or “1 hour 30 minutes”."""
    if length <= _MOST_HOURS and length % timedelta(hours=1) == timedelta():
        return counted(length // timedelta(hours=1), "hour")
    words = []
    for unit, name in _UNITS:
        count, length = divmod(length, unit)
        words += [counted(count, name)] if count else []
    return " ".join(words) or "no time"


def _fixed(value: object) -> str:
    if isinstance(value, timedelta):
        return f"{length_in_words(value)}; {ELAPSED}"
    if isinstance(value, Cycle):
        ends = "" if value.times is None else f", {counted(value.times, 'time')}"
        return f"every {length_in_words(value.interval)}{ends}; {ELAPSED}"
    if not isinstance(value, datetime):
        return str(value)
    local = value.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def _in_words(tree: Tree[Token], source: str, vocabulary: Vocabulary) -> str:
    words = _told(tree, source, vocabulary)
    return words or source[tree.meta.start_pos : tree.meta.end_pos]


def _told(tree: Tree[Token], source: str, vocabulary: Vocabulary) -> str | None:
    if tree.data in {"variable", "path"}:
        return f"until the time given for {vocabulary.subject(str(tree.children[-1]))}"
    if tree.data == "arithmetic":
        return _from_now(tree)
    if tree.data != "call":
        return None
    function, *given = tree.children
    inner = [child for child in given if isinstance(child, Tree)]
    parts = [_in_words(child, source, vocabulary) for child in inner]
    rule = _CALLS.get(" ".join(str(function).split()))
    return rule(inner, parts) if rule is not None else None


def _working_days(inner: list[Tree[Token]], parts: list[str]) -> str | None:
    _, *number = parts
    if not number or inner[1].data != "number":
        return None
    return f"{counted(int(float(number[0])), 'working day')}; {WORKING}"


def _duration(inner: list[Tree[Token]], _parts: list[str]) -> str | None:
    text = literal(inner[0]) if inner else None
    try:
        return None if text is None else f"{length_in_words(read_duration(text))}; {ELAPSED}"
    except TimingError:
        return None


def _from_now(tree: Tree[Token]) -> str | None:
    """Return the length of `now() + duration("PT24H")`."""
    first, sign, second, *more = tree.children
    is_from_now = (
        isinstance(first, Tree) and first.data == "call" and str(first.children[0]) == "now"
    )
    if more or not is_from_now or str(sign) != "+" or not isinstance(second, Tree):
        return None
    is_length = second.data == "call" and str(second.children[0]) == "duration"
    inner = [child for child in second.children if isinstance(child, Tree)]
    return _duration(inner, []) if is_length else None


_CALLS: Mapping[str, Callable[[list[Tree[Token]], list[str]], str | None]] = {
    "working day deadline": _working_days,
    "duration": _duration,
    "date and time": lambda _inner, parts: parts[0] if parts else None,
    "max": lambda _inner, parts: f"whichever is later: {listed(parts, 'or')}",
    "min": lambda _inner, parts: f"whichever is earlier: {listed(parts, 'or')}",
}
