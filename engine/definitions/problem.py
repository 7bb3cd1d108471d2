"""What a deployment check has to say."""

from dataclasses import asdict, dataclass
from typing import Literal

from typing_extensions import override

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One finding, with its place and its remedy, in words that a sub-group understands.

    `element_id` and `line` are None when the finding is about the whole file.
    """

    check: str
    severity: Severity
    file: str
    element_id: str | None
    line: int | None
    message: str
    remedy: str

    @property
    def is_error(self) -> bool:
        """Whether the bundle cannot be deployed because of this."""
        return self.severity == "error"

    @override
    def __str__(self) -> str:
        """Give one line for a terminal: place, severity, message, remedy."""
        place = ":".join(str(part) for part in (self.file, self.line, self.element_id) if part)
        return f"{place}: {self.severity}: {self.message} {self.remedy} [{self.check}]"

    @property
    def help(self) -> str:
        """The page of documentation about this check: why, an example, what to do."""
        return f"docs/checks/{self.check}.md"

    def as_dict(self) -> dict[str, str | int | None]:
        """Give the fields by name, for JSON, with the page of documentation."""
        return {**asdict(self), "help": self.help}
