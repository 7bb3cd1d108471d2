"""What an expression can come out as, followed through “if … then … else”."""

from collections.abc import Iterator
from typing import NamedTuple

from lark import Token, Tree

from engine.definitions.values import ANYTHING, Values
from forms.feel import parse_expression
from forms.feel.tree import parse_tree


class Result(NamedTuple):
    """A fixed value, or the value of a variable, which then has a `name`."""

    name: str
    values: Values


def results_of(source: str) -> Iterator[Result]:
    """Give everything that an expression can come out as; what cannot be followed is anything.

    Raises:
        FeelError: the text is no FEEL that we read.
    """
    waiting: list[Tree[Token] | Token | None] = [parse_tree(source)]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, Tree):
            yield Result("", ANYTHING)
        elif part.data == "conditional":
            waiting += part.children[1:]
        elif part.data == "variable":
            yield Result(str(part.children[0]), Values())
        else:
            yield Result("", _fixed(part))


def _fixed(part: Tree[Token]) -> Values:
    if part.data in {"true", "false"}:
        return Values(frozenset({part.data == "true"}))
    if part.data == "null":
        return Values()
    if part.data in {"string", "number"}:
        value = parse_expression(str(part.children[0])).evaluate({})
        return (
            Values(frozenset({value})) if isinstance(value, str) else Values(bounds=(value, value))
        )
    return ANYTHING


def parts_of(part: Tree[Token] | Token | None) -> Iterator[Tree[Token]]:
    """Give every part of an expression that is no single word, the whole first."""
    waiting = [part]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Tree):
            yield found
            waiting += found.children


def keys_asked_in(source: str, lists: set[str]) -> Iterator[str]:
    """Give the keys for which “some r in records satisfies r.key …” asks, of these lists."""
    for part in parts_of(parse_tree(source)):
        if part.data in {"some", "every"}:
            bindings, body = part.children
            items = set(_bound(bindings, lists))
            for inner in parts_of(body):
                if inner.data == "path" and _variable(inner.children[0]) in items:
                    yield str(inner.children[1])


def _bound(bindings: Tree[Token] | Token, lists: set[str]) -> Iterator[str]:
    for binding in bindings.children if isinstance(bindings, Tree) else ():
        if isinstance(binding, Tree) and _variable(binding.children[1]) in lists:
            yield str(binding.children[0])


def _variable(part: Tree[Token] | Token | None) -> str:
    is_name = isinstance(part, Tree) and part.data == "variable"
    return str(part.children[0]) if is_name and isinstance(part, Tree) else ""
