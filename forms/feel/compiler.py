"""From grammar to closures: each rule of ``grammar.lark`` becomes a function over a frame.

The parser calls these methods from the leaves upwards while it reads, so nothing here recurses.
"""

import json
from dataclasses import dataclass
from typing import Any

from lark import Token, Transformer, v_args

from forms.feel.arithmetic import OPERATORS, negate
from forms.feel.calls import call
from forms.feel.errors import FeelError
from forms.feel.loops import Binding, quantify, repeat
from forms.feel.membership import OrderTest, is_member
from forms.feel.nodes import NO_NAMES, Frame, Node, constant, join
from forms.feel.selection import path, select
from forms.feel.values import Range, both, compare, either, equal


@dataclass(frozen=True, slots=True)
class Entry:
    """``key: value`` of a context."""

    key: str
    value: Node


@v_args(inline=True)
class Compiler(Transformer[Token, Node]):
    """One method per rule of the grammar."""

    def number(self, token: Token) -> Node:
        """Compile a number."""
        text = str(token)
        return constant(float(text) if "." in text else int(text))

    def string(self, token: Token) -> Node:
        """Compile a text."""
        return constant(_text(token))

    def true(self) -> Node:
        """Compile ``true``."""
        return constant(value=True)

    def false(self) -> Node:
        """Compile ``false``."""
        return constant(value=False)

    def null(self) -> Node:
        """Compile ``null``."""
        return constant(None)

    def variable(self, token: Token) -> Node:
        """Compile a name: bound by a loop, else from the context, else null."""
        name = str(token)

        def run(frame: Frame) -> Any:
            return frame.bound[name] if name in frame.bound else frame.context.get(name)

        return Node(run, frozenset((name,)))

    def path(self, target: Node, name: Token) -> Node:
        """Compile ``target.name``."""
        return path(target, str(name))

    def filtered(self, target: Node, test: Node) -> Node:
        """Compile ``target[test]``."""
        return select(target, test)

    def list(self, *items: Node | None) -> Node:
        """Compile a list."""
        parts = tuple(item for item in items if item is not None)
        return join(lambda frame: [part.run(frame) for part in parts], *parts)

    def entry(self, key: Token, value: Node) -> Entry:
        """Compile one entry of a context."""
        return Entry(_text(key) if key.type == "STRING" else str(key), value)

    def context(self, *entries: Entry | None) -> Node:
        """Compile a context; each entry sees those before it."""
        return _context(tuple(entry for entry in entries if entry is not None))

    def closed(self, start: Node, end: Node) -> Node:
        """Compile ``[start..end]``."""
        return _range(start, end)

    def closed_open(self, start: Node, end: Node) -> Node:
        """Compile ``[start..end)``."""
        return _range(start, end, end_included=False)

    def open_closed(self, start: Node, end: Node) -> Node:
        """Compile ``(start..end]``."""
        return _range(start, end, start_included=False)

    def open(self, start: Node, end: Node) -> Node:
        """Compile ``(start..end)``."""
        return _range(start, end, start_included=False, end_included=False)

    def negation(self, value: Node) -> Node:
        """Compile ``-value``."""
        return join(lambda frame: negate(value.run(frame)), value)

    def arithmetic(self, first: Node, *rest: Node | Token) -> Node:
        """Compile a chain of signs of one precedence, from left to right."""
        signs = tuple(OPERATORS[str(sign)] for sign in rest[::2])
        operands = tuple(operand for operand in rest[1::2] if isinstance(operand, Node))

        def run(frame: Frame) -> Any:
            value = first.run(frame)
            for sign, operand in zip(signs, operands, strict=True):
                value = sign(value, operand.run(frame))
            return value

        return join(run, first, *operands)

    def equality(self, left: Node, right: Node) -> Node:
        """Compile ``left = right``."""
        return join(
            lambda frame: equal(left.run(frame), right.run(frame), frame.budget), left, right
        )

    def inequality(self, left: Node, right: Node) -> Node:
        """Compile ``left != right``."""

        def run(frame: Frame) -> bool | None:
            same = equal(left.run(frame), right.run(frame), frame.budget)
            return None if same is None else not same

        return join(run, left, right)

    def order(self, left: Node, token: Token, right: Node) -> Node:
        """Compile ``< <= > >=``."""
        operator = str(token)
        return join(lambda frame: compare(operator, left.run(frame), right.run(frame)), left, right)

    def between(self, value: Node, start: Node, end: Node) -> Node:
        """Compile ``value between start and end``."""
        return self.membership(value, self.closed(start, end))

    def order_test(self, token: Token, bound: Node) -> Node:
        """Compile ``< bound`` as a test of ``in``."""
        operator = str(token)
        return join(lambda frame: OrderTest(operator, bound.run(frame)), bound)

    def tests(self, *tests: Node) -> Node:
        """Compile the tests in brackets behind ``in``."""
        return self.list(*tests)

    def membership(self, value: Node, tests: Node) -> Node:
        """Compile ``value in tests``."""
        return join(
            lambda frame: is_member(value.run(frame), tests.run(frame), frame.budget), value, tests
        )

    def conjunction(self, *parts: Node) -> Node:
        """Compile ``and``: false if one is false, else null if one is not true."""

        def run(frame: Frame) -> bool | None:
            answer: bool | None = True
            for part in parts:
                answer = both(answer, part.run(frame))
                if answer is False:
                    break
            return answer

        return join(run, *parts)

    def disjunction(self, *parts: Node) -> Node:
        """Compile ``or``: true if one is true, else null if one is not false."""

        def run(frame: Frame) -> bool | None:
            answer: bool | None = False
            for part in parts:
                answer = either(answer, part.run(frame))
                if answer is True:
                    break
            return answer

        return join(run, *parts)

    def conditional(self, test: Node, then: Node, otherwise: Node) -> Node:
        """Compile ``if … then … else``; anything but true takes the else."""

        def run(frame: Frame) -> Any:
            return then.run(frame) if test.run(frame) is True else otherwise.run(frame)

        return join(run, test, then, otherwise)

    def binding(self, name: Token, items: Node, end: Node | None) -> Binding:
        """Compile ``name in items`` or ``name in start..end``."""
        return Binding(str(name), items if end is None else self.closed(items, end))

    def bindings(self, *bindings: Binding) -> tuple[Binding, ...]:
        """Keep the bindings in their order."""
        return bindings

    def repeated(self, bindings: tuple[Binding, ...], body: Node) -> Node:
        """Compile ``for … return``."""
        return repeat(bindings, body)

    def some(self, bindings: tuple[Binding, ...], test: Node) -> Node:
        """Compile ``some … satisfies``."""
        return quantify(any, bindings, test)

    def every(self, bindings: tuple[Binding, ...], test: Node) -> Node:
        """Compile ``every … satisfies``."""
        return quantify(all, bindings, test)

    def call(self, name: Token, *arguments: Node | None) -> Node:
        """Compile a call."""
        return call(name, tuple(part for part in arguments if part is not None))


def _text(token: Token) -> str:
    """Return the text that a quoted literal stands for.

    Raises:
        FeelError: a backslash in it means nothing.
    """
    try:
        text: str = json.loads(str(token), strict=False)
        text.encode()
    except ValueError:
        message = f"The text {token} has a backslash that means nothing."
        raise FeelError(message, token.start_pos) from None
    return text


def _range(
    start: Node, end: Node, *, start_included: bool = True, end_included: bool = True
) -> Node:
    def run(frame: Frame) -> Range:
        return Range(start.run(frame), end.run(frame), start_included, end_included)

    return join(run, start, end)


def _context(entries: tuple[Entry, ...]) -> Node:
    def run(frame: Frame) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for entry in entries:
            made[entry.key] = entry.value.run(frame.bind(made))
        return made

    whole = join(run, *(entry.value for entry in entries))
    known = names = NO_NAMES
    for entry in entries:
        names |= entry.value.names - known
        known |= {entry.key}
    return Node(run, names, whole.depth)
