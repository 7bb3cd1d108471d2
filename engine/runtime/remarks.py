"""What a person adds to their answers: why something stays as it is, and why it was late."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Remarks:
    """Words beside the answers of one submit."""

    kept_reasons: Mapping[str, str] = field(default_factory=dict)
    """By question: why something stays that looks like personal data or a case that exists."""
    late_reason: str | None = None
    """A code of the form LATE."""
    late_words: str | None = None
