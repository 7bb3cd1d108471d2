"""What an expression is compiled to, and what it sees while it is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from forms.feel.budget import Budget
from forms.feel.errors import FeelError
from forms.feel.values import MAX_DEPTH

NO_NAMES: frozenset[str] = frozenset()


class Frame:
    """What an expression sees while it is worked out: variables, bound names, host functions."""

    __slots__ = ("bound", "budget", "context", "functions")

    def __init__(
        self,
        context: Mapping[str, Any],
        functions: Mapping[str, Callable[..., Any]],
        budget: Budget,
        bound: Mapping[str, Any],
    ) -> None:
        self.context = context
        self.functions = functions
        self.budget = budget
        self.bound = bound

    def bind(self, names: Mapping[str, Any]) -> Frame:
        """Return a frame that also knows these names."""
        return Frame(self.context, self.functions, self.budget, {**self.bound, **names})


@dataclass(frozen=True, slots=True)
class Node:
    """A compiled part of an expression; ``names`` are those it reads from the context."""

    run: Callable[[Frame], Any]
    names: frozenset[str] = NO_NAMES
    depth: int = 1
    literal: bool = False


def constant(value: Any) -> Node:
    """Make a node that is always this value."""
    return Node(lambda _frame: value, literal=True)


def join(run: Callable[[Frame], Any], *parts: Node) -> Node:
    """Make a node over its parts.

    Raises:
        FeelError: it nests too deeply.
    """
    depth = 1 + max((part.depth for part in parts), default=0)
    if depth > MAX_DEPTH:
        message = "The expression is nested too deeply."
        raise FeelError(message)
    return Node(run, NO_NAMES.union(*(part.names for part in parts)), depth)
