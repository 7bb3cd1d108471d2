"""What a text seems to say about a person."""

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What kind of personal data a passage looks like."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    NHS_NUMBER = "nhs_number"


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage of a text that looks like personal data; `start` and `end` are offsets in it."""

    kind: FindingKind
    start: int
    end: int
    words: str
    """The passage itself."""
