"""What a process instance asks of the program around it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol


class Host(Protocol):
    """The surroundings of a process instance."""

    def now(self) -> datetime:
        """Return the current instant as an aware datetime in UTC."""
        ...

    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """Return the functions that FEEL expressions may call, by name."""
        ...
