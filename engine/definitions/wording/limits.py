"""Time limits in words: “24 hours”, “2 working days”, “the time given for ‘Agreed until’”."""

from datetime import datetime, timedelta

from lark import Token, Tree

from engine.clock import LONDON
from engine.definitions import names
from engine.definitions.diagram import Element
from engine.english import counted, length_in_words, listed
from engine.spiff.timing import READERS, Cycle, TimingError, read_duration
from forms.feel.errors import FeelError
from forms.feel.tree import called, literal_of, parse_tree
from forms.feel.words import Vocabulary, value_in_words

ELAPSED = "weekends and bank holidays count"
WORKING = "weekends and bank holidays do not count"
NO_TIME = "no time"
_WHICHEVER = {"max": "later", "min": "earlier"}

Branch = Tree[Token]


def timer_of(event: Element) -> tuple[str, str] | None:
    """Return kind and text of an event's clock, such as `("timeDuration", "PT24H")`, or None."""
    for definition in event.iterchildren(names.bpmn("timerEventDefinition")):
        for kind in READERS:
            text = names.text_of(definition.find(names.bpmn(kind)))
            if text:
                return kind, text
    return None


def limit_in_words(timer: tuple[str, str] | None, vocabulary: Vocabulary) -> str:
    """Return how long a clock runs; what has no plain words stands as it is written."""
    if timer is None:
        return NO_TIME
    kind, text = timer
    if not text.startswith("="):
        return _fixed(kind, text)
    source = text[1:].strip()
    try:
        return _Reader(source, vocabulary).tell(parse_tree(source))
    except FeelError:
        return source


def limit_with_counting(timer: tuple[str, str], vocabulary: Vocabulary) -> str:
    """Return the same with what counts: “24 hours; weekends and bank holidays count”."""
    counting = _counting_of(*timer)
    words = limit_in_words(timer, vocabulary)
    return f"{words}; {counting}" if counting else words


def _counting_of(kind: str, text: str) -> str:
    """Return what counts; nothing where a limit is a moment, or where both kinds are in it."""
    if not text.startswith("="):
        return "" if kind == "timeDate" or _read(kind, text) is None else ELAPSED
    try:
        calls = {called(part)[0] for part in parse_tree(text[1:].strip()).iter_subtrees()}
    except FeelError:
        return ""
    if "working day deadline" in calls:
        return "" if "duration" in calls else WORKING
    return ELAPSED if "duration" in calls else ""


def _read(kind: str, text: str) -> object:
    try:
        return READERS[kind](text)
    except (TimingError, OverflowError):
        return None


def _fixed(kind: str, text: str) -> str:
    value = _read(kind, text)
    if isinstance(value, timedelta):
        return length_in_words(value)
    if isinstance(value, Cycle):
        ends = "" if value.times is None else f", {counted(value.times, 'time')}"
        begins = "" if value.start is None else f", from {_moment(value.start)} on"
        return f"every {length_in_words(value.interval)}{ends}{begins}"
    return _moment(value) if isinstance(value, datetime) else text


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


class _Reader:
    """Puts the expression of one clock into words."""

    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        self._source = source
        self._vocabulary = vocabulary

    def tell(self, tree: Branch) -> str:
        """Return a limit in words, or as it is written."""
        function, given = called(tree)
        if tree.data in {"variable", "path"}:
            return f"the time given for {value_in_words(self._written(tree), self._vocabulary)}"
        if function == "date and time" and len(given) == 1:
            return self.tell(given[0])
        if function in _WHICHEVER and len(given) > 1:
            limits = listed([self.tell(one) for one in given], "or")
            return f"whichever is {_WHICHEVER[function]}: {limits}"
        if tree.data == "arithmetic":
            return self._after(tree) or self._written(tree)
        return _length(tree) or value_in_words(self._written(tree), self._vocabulary)

    def _after(self, tree: Branch) -> str:
        """Return the words of `now() + duration("PT24H")`; after another moment, which one."""
        first, sign, second, *more = tree.children
        length = _length(second)
        if more or str(sign) != "+" or not length or not isinstance(first, Tree):
            return ""
        if called(first)[0] == "now":
            return length
        return f"{length} after {value_in_words(self._written(first), self._vocabulary)}"

    def _written(self, tree: Branch) -> str:
        return self._source[tree.meta.start_pos : tree.meta.end_pos]


def _length(tree: object) -> str:
    """Return the words of `duration("PT24H")`, or ""."""
    function, given = called(tree)
    text = literal_of(given[0]) if function == "duration" and given else None
    try:
        return length_in_words(read_duration(text)) if text is not None else ""
    except (TimingError, OverflowError):
        return ""
