"""What is wrong with somebody's answers."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One answer that is refused; the anchor is the id of the input to jump to, if any."""

    key: str
    message: str
    anchor: str


class AnswersRefused(ValueError):
    """Some answers are missing or wrong."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__(" ".join(error.message for error in self.errors))
