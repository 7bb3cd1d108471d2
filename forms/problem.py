"""What is wrong with a form definition."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing that keeps a form from being used; the component is empty for the whole form."""

    component_id: str
    message: str
    remedy: str


class FormRefused(ValueError):
    """The definition is no form that we can show and check."""

    def __init__(self, problems: Iterable[FormProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))
