"""What the expressions of a form see: the answers so far over the context of the task."""

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.feel import Expression, FeelError


@dataclass(frozen=True)
class Scope:
    """Answers, context and host functions, for one look at a form."""

    answers: Mapping[str, Any]
    context: Mapping[str, Any]
    functions: Mapping[str, Callable[..., Any]]

    def evaluate(self, expression: Expression) -> Any:
        """Work an expression out; null when that is not possible."""
        try:
            # A ChainMap wants mappings that can be changed; this one is only read.
            names: Mapping[str, Any] = ChainMap(self.answers, self.context)  # type: ignore[arg-type]
            return expression.evaluate(names, self.functions)
        except FeelError:
            return None

    def holds(self, expression: Expression) -> bool:
        """Say whether the expression is true; null is not true."""
        return self.evaluate(expression) is True

    def with_answers(self, answers: Mapping[str, Any]) -> "Scope":
        """Return the same scope over other answers."""
        return Scope(answers, self.context, self.functions)

    def options(self, name: str) -> Sequence[Any]:
        """Return a list of options that the context holds, empty when it has none."""
        found = self.context.get(name)
        return found if isinstance(found, list | tuple) else ()
