"""What is wrong with a diagram, said so that the person who drew it can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class DiagramProblem:
    """One finding. `element_id` and `line` are None where they are not known."""

    file: str
    element_id: str | None
    line: int | None
    message: str
    remedy: str


class DiagramsRefused(ValueError):
    """Diagrams that cannot be run, with every problem that was found in them."""

    def __init__(self, problems: Sequence[DiagramProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))
