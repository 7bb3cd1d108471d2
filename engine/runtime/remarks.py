"""What a person adds to their answers: why something stays as it is, and why it was late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from engine.errors import InputRefusedError
from engine.persistence.sealing import Sealer
from engine.persistence.tasks import REMARKS_LABEL

LATE_KEYS = ("late_reason", "late_words")
"""Questions of the form LATE, which stand beside those of the task."""


@dataclass(frozen=True)
class Remarks:
    """Words beside the answers of one submit."""

    kept_reasons: Mapping[str, str] = field(default_factory=dict)
    """By question: why something stays that looks like personal data or a case that exists."""
    late_reason: str | None = None
    """A code of the form LATE."""
    late_words: str | None = None
    link_to_open_case: bool = False
    """The case about the same child that is open already is to be linked with this one."""

    def late_answers(self) -> dict[str, Any]:
        """Return the answers to the form LATE that were given."""
        given = {key: getattr(self, key) for key in LATE_KEYS}
        return {key: answer for key, answer in given.items() if answer is not None}

    def document(self) -> dict[str, Any]:
        """Return what is kept: `{"kept": {…}, "late": {"reason": …, "words": …}, "link": true}`."""
        late = {"reason": self.late_reason, "words": self.late_words}
        parts = {
            "kept": dict(self.kept_reasons),
            "late": late if any(late.values()) else {},
            "link": self.link_to_open_case,
        }
        return {name: part for name, part in parts.items() if part}


NO_REMARKS = Remarks()


def seal_remarks(sealer: Sealer, remarks: Remarks) -> bytes | None:
    """Return the remarks as a submission keeps them; None when nothing was added.

    Raises:
        InputRefusedError: they hold a character that cannot be kept.
    """
    document = remarks.document()
    try:
        return sealer.seal(orjson.dumps(document), REMARKS_LABEL) if document else None
    except orjson.JSONEncodeError as error:
        message = "These remarks hold a character that cannot be kept."
        raise InputRefusedError(message) from error
