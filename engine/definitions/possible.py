"""Whether a condition can be true at all, for what its variables can be."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from lark import Token, Tree

from engine.definitions.results import parts_of
from engine.definitions.values import Fixed, Values
from forms.feel import Expression, FeelError, parse_expression
from forms.feel.tree import parse_tree

ValuesOf = Callable[[str], Values | None]
Part = Tree[Token] | Token
MOST_TRIED = 5_000
"""How many combinations of answers are tried for one condition."""
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Mismatch:
    """A comparison with what a question cannot be answered with."""

    name: str
    value: Fixed
    values: Values
    is_never: bool
    """Whether the comparison is never true; otherwise (`!=`) it always is."""


def combinations_of(
    expressions: tuple[Expression, ...], values_of: ValuesOf
) -> Iterator[Mapping[str, Any]] | None:
    """Give every way to answer what the expressions ask, not answering included.

    None where an answer cannot be listed, or where there are too many ways.
    """
    domains: dict[str, list[Any]] = {}
    ways = 1
    for name in sorted(frozenset().union(*(expression.names for expression in expressions))):
        values = values_of(name)
        if values is None or not values.are_listed:
            return None
        domains[name] = [None, *sorted(values.listed, key=str)]
        ways *= len(domains[name])
        if ways > MOST_TRIED:
            return None
    return (dict(zip(domains, way, strict=True)) for way in product(*domains.values()))


def can_be_true(expression: Expression, values_of: ValuesOf) -> bool:
    """Tell whether some answers make a condition true; in doubt they do."""
    ways = combinations_of((expression,), values_of)
    if ways is None or not expression.names:
        return not _is_never(parse_tree(expression.source), values_of)
    return any(is_true(expression, way) for way in ways)


def is_true(expression: Expression, way: Mapping[str, Any]) -> bool:
    """Tell whether a condition is true for these answers; what only a case can tell counts so."""
    try:
        return expression.evaluate(way) is True
    except FeelError:
        return True


def mismatches_in(
    expression: Expression, values_of: ValuesOf, answers_to: ValuesOf
) -> Iterator[Mismatch]:
    """Find comparisons of a question with what is none of its answers.

    `answers_to` gives the answers to a question inside a list of answers, such as `r.confirms`.
    """
    for part in parts_of(parse_tree(expression.source)):
        for name, operator, value in islice(_comparisons(part), 100):
            is_inner = name.startswith(".")
            if not is_inner and name not in expression.names:
                continue  # bound by a loop
            values = (answers_to if is_inner else values_of)(name.removeprefix("."))
            if values is not None and not _fits(values, operator, value):
                yield Mismatch(name.removeprefix("."), value, values, operator != "!=")


def _is_never(part: Part, values_of: ValuesOf) -> bool:
    """Follow “and” and “or”; any other part counts as possible unless it compares wrongly."""
    if not isinstance(part, Tree):
        return False
    parts = [child for child in part.children if isinstance(child, Tree)]
    if part.data == "conjunction":
        return any(_is_never(child, values_of) for child in parts)
    if part.data == "disjunction":
        return all(_is_never(child, values_of) for child in parts)
    found = list(_comparisons(part))
    return bool(found) and all(
        operator != "!="
        and not name.startswith(".")
        and (values := values_of(name)) is not None
        and not _fits(values, operator, value)
        for name, operator, value in found
    )


def _fits(values: Values, operator: str, value: Fixed) -> bool:
    """Tell whether a comparison can turn out one way and the other; in doubt it can."""
    if operator == "contains":
        is_list = bool(values.items) and not (values.is_open or values.listed or values.bounds)
        return not is_list or value in values.items
    if values.are_numbers and values.bounds is not None:
        return _fits_number(*values.bounds, operator, value)
    if values.are_listed and operator in {"=", "!="}:
        return any(value == known and type(value) is type(known) for known in values.listed)
    return True


def _fits_number(low: float, high: float, operator: str, value: Fixed) -> bool:
    if isinstance(value, str | bool):
        return operator not in {"=", "!="}
    if operator in {"=", "!="}:
        return low <= value <= high
    return {"<": low < value, "<=": low <= value, ">": high > value, ">=": high >= value}[operator]


def _comparisons(part: Tree[Token]) -> Iterator[tuple[str, str, Fixed]]:
    """Give the comparisons of a name with a fixed value that a part makes itself."""
    sides = part.children
    if part.data in {"equality", "inequality"}:
        yield from _pairs(sides[0], "=" if part.data == "equality" else "!=", sides[1])
        yield from _pairs(sides[1], "=" if part.data == "equality" else "!=", sides[0])
    elif part.data == "order":
        yield from _pairs(sides[0], str(sides[1]), sides[2])
        yield from _pairs(sides[2], _TURNED[str(sides[1])], sides[0])
    elif part.data == "membership":
        tests = sides[1]
        is_list = isinstance(tests, Tree) and tests.data in {"list", "tests"}
        for test in tests.children if isinstance(tests, Tree) and is_list else [tests]:
            yield from _pairs(sides[0], "=", test)
    elif part.data == "call" and str(sides[0]) == "list contains" and len(sides) == 3:  # noqa: PLR2004 - the function and its two arguments
        yield from _pairs(sides[1], "contains", sides[2])


def _pairs(
    left: Part | None, operator: str, right: Part | None
) -> Iterator[tuple[str, str, Fixed]]:
    name, value = _name(left), _literal(right)
    if name and value is not None:
        yield name, operator, value


def _name(part: Part | None) -> str:
    """Return the name of a variable, or a point and the last name of a path."""
    if not isinstance(part, Tree):
        return ""
    if part.data == "variable":
        return str(part.children[0])
    return f".{part.children[1]}" if part.data == "path" else ""


def _literal(part: Part | None) -> Fixed | None:
    if not isinstance(part, Tree):
        return None
    if part.data in {"string", "number"}:
        value = parse_expression(str(part.children[0])).evaluate({})
        return value if isinstance(value, str | int | float) else None
    if part.data in {"true", "false"}:
        return part.data == "true"
    return None
