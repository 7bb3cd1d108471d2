"""Expressions in plain English: “‘Did you resolve it?’ is ‘Yes’ and …”, for people to compare."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from lark import Token, Transformer, v_args
from lark.exceptions import LarkError
from typing_extensions import override

from forms.feel.errors import FeelError
from forms.feel.tree import parse_tree

_OR, _AND, _TEST, _TIGHT = 1, 2, 3, 9
_ORDERS = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}


class Vocabulary(Protocol):
    """What people call the names and values of expressions."""

    def question(self, name: str) -> str:
        """Return the label of the question with this key, or ""."""
        ...

    def option(self, name: str, value: str) -> str:
        """Return the label of an option of that question, or ""."""
        ...


@dataclass(frozen=True, slots=True)
class _Said:
    """A part in words; `variable` is its name, `literal` its text, where it is one."""

    text: str
    rank: int = _TIGHT
    variable: str = ""
    literal: str | None = None
    is_null: bool = False


@dataclass(frozen=True, slots=True)
class _Bound:
    """`name in list` of a loop."""

    items: _Said


def expression_in_words(source: str, vocabulary: Vocabulary) -> str:
    """Say an expression, without its leading `=`; what has no words here stays as it is written."""
    try:
        said = _Sayer(vocabulary).transform(parse_tree(source))
    except (FeelError, LarkError):
        return source
    return said.text if isinstance(said, _Said) else source


@v_args(inline=True)
class _Sayer(Transformer[Token, _Said]):
    """One method for each rule of the grammar that has words."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    @override
    def __default__(self, data: Any, children: Any, meta: Any) -> Any:
        raise LarkError(f"no words for {data}")

    def number(self, token: Token) -> _Said:
        return _Said(str(token))

    def string(self, token: Token) -> _Said:
        return _Said(f"“{str(token)[1:-1]}”", literal=str(token)[1:-1])

    def true(self) -> _Said:
        return _Said("true")

    def false(self) -> _Said:
        return _Said("false")

    def null(self) -> _Said:
        return _Said("no answer", is_null=True)

    def variable(self, token: Token) -> _Said:
        label = self._vocabulary.question(str(token))
        return _Said(f"“{label}”" if label else str(token), variable=str(token))

    def path(self, target: _Said, name: Token) -> _Said:
        label = self._vocabulary.question(str(name))
        return _Said(f"“{label}”" if label else f"{target.text}.{name}", variable=str(name))

    def filtered(self, target: _Said, test: _Said) -> _Said:
        return _Said(f"{target.text} where {test.text}", _TEST)

    def list(self, *items: _Said | None) -> _Said:
        return _Said(", ".join(item.text for item in items if item is not None) or "nothing")

    def equality(self, left: _Said, right: _Said) -> _Said:
        return self._same(left, right, "is", "has no answer")

    def inequality(self, left: _Said, right: _Said) -> _Said:
        return self._same(left, right, "is not", "has an answer")

    def order(self, left: _Said, token: Token, right: _Said) -> _Said:
        return _Said(f"{left.text} is {_ORDERS[str(token)]} {right.text}", _TEST)

    def between(self, value: _Said, start: _Said, end: _Said) -> _Said:
        return _Said(f"{value.text} is between {start.text} and {end.text}", _TEST)

    def conjunction(self, *parts: _Said) -> _Said:
        return _Said(" and ".join(_inside(part, _AND) for part in parts), _AND)

    def disjunction(self, *parts: _Said) -> _Said:
        return _Said(" or ".join(_inside(part, _OR) for part in parts), _OR)

    def conditional(self, test: _Said, then: _Said, otherwise: _Said) -> _Said:
        return _Said(f"{then.text} if {test.text}, otherwise {otherwise.text}", _OR)

    def binding(self, _name: Token, items: _Said, end: _Said | None) -> _Bound:
        if end is not None:
            raise LarkError("no words for a loop over numbers")
        return _Bound(items)

    def bindings(self, first: _Bound, *rest: _Bound) -> _Bound:
        if rest:
            raise LarkError("no words for two loops at once")
        return first

    def some(self, bound: _Bound, test: _Said) -> _Said:
        return _Said(f"for at least one of {bound.items.text}, {test.text}", _OR)

    def every(self, bound: _Bound, test: _Said) -> _Said:
        return _Said(f"for each of {bound.items.text}, {test.text}", _OR)

    def call(self, name: Token, *arguments: _Said | None) -> _Said:
        given = tuple(argument for argument in arguments if argument is not None)
        say = _CALLS.get((" ".join(str(name).split()), len(given)))
        if say is not None:
            return _Said(say(*(argument.text for argument in given)), _TEST)
        return _Said(f"{name}({', '.join(argument.text for argument in given)})")

    def _same(self, left: _Said, right: _Said, verb: str, with_null: str) -> _Said:
        if right.is_null:
            return _Said(f"{left.text} {with_null}", _TEST)
        words = right.text
        if left.variable and right.literal is not None:
            label = self._vocabulary.option(left.variable, right.literal)
            words = f"“{label}”" if label else words
        return _Said(f"{left.text} {verb} {words}", _TEST)


def _inside(part: _Said, rank: int) -> str:
    return part.text if part.rank > rank else f"({part.text})"


def _working_days(start: str, days: str) -> str:
    unit = "working day" if days == "1" else "working days"
    return f"{days} {unit}" if start == "now" else f"{days} {unit} after {start}"


_CALLS: dict[tuple[str, int], Callable[..., str]] = {
    ("now", 0): lambda: "now",
    ("not", 1): lambda test: f"not ({test})",
    ("list contains", 2): lambda items, item: f"{items} contains {item}",
    ("working day deadline", 2): _working_days,
    ("agency of", 1): lambda person: f"the agency of {person}",
    ("count", 1): lambda items: f"the number of {items}",
}
