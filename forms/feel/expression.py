"""Read an expression once, work it out often."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from lark import Lark
from lark.exceptions import UnexpectedInput, UnexpectedToken
from typing_extensions import override

from forms.feel.budget import Budget
from forms.feel.compiler import Compiler
from forms.feel.errors import FeelError
from forms.feel.grammar import grammar
from forms.feel.nodes import Frame, Node
from forms.feel.values import measure

MAX_LENGTH = 2_000
"""Characters of an expression."""

_NO_FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType({})


class Expression:
    """A compiled expression; it never changes and may be shared by threads."""

    __slots__ = ("_root", "names", "source")

    def __init__(self, source: str, root: Node) -> None:
        self.source = source
        self.names = root.names
        self._root = root

    @override
    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    def evaluate(
        self,
        context: Mapping[str, Any],
        functions: Mapping[str, Callable[..., Any]] = _NO_FUNCTIONS,
    ) -> Any:
        """Work the expression out; missing names are null.

        Raises:
            FeelError: it takes too much work, or needs a host function that is not given.
        """
        budget = Budget()
        value = self._root.run(Frame(context, functions, budget, {}))
        measure(value, budget)
        return value


_PARSER = Lark(grammar(), parser="lalr", maybe_placeholders=True, transformer=Compiler())

KEYWORDS: frozenset[str] = frozenset(
    terminal.pattern.value for terminal in _PARSER.terminals if terminal.pattern.value.isalpha()
)
"""Words of the language, which cannot be names."""


@lru_cache(maxsize=4096)
def parse_expression(source: str) -> Expression:
    """Return the compiled expression, without a leading ``=``; the same text is read once.

    Raises:
        FeelError: the text is not in our subset, too long or nested too deeply.
    """
    if len(source) > MAX_LENGTH:
        message = f"The expression is longer than {MAX_LENGTH:,} characters."
        raise FeelError(message)
    if not source.strip():
        message = "The expression is empty."
        raise FeelError(message, 0)
    try:
        root = _PARSER.parse(source)
    except UnexpectedInput as problem:
        raise _explain(source, problem) from None
    if not isinstance(root, Node):
        message = "The expression has no value."
        raise FeelError(message, 0)
    return Expression(source, root)


def _explain(source: str, problem: UnexpectedInput) -> FeelError:
    position = problem.pos_in_stream
    ended = isinstance(problem, UnexpectedToken) and problem.token.type == "$END"
    if position is None or ended:
        return FeelError("The expression stops too early.", len(source))
    near = source[position : position + 20]
    return FeelError(f"Character {position + 1} is not understood, at “{near}”.", position)


def parse_text(text: str) -> Expression | None:
    """Return the expression of a text that begins with ``=``; None for any other text.

    Raises:
        FeelError: see ``parse_expression``.
    """
    stripped = text.lstrip()
    return parse_expression(stripped[1:].strip()) if stripped.startswith("=") else None
