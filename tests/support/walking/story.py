"""Writes a walk down as a scenario that people read, and that can stay beside the diagram."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import yaml

from engine.clock import LONDON

KEPT_TYPES = {"radio", "select", "checklist", "checkbox", "number", "datetime"}
"""Kinds of answers that a story keeps; texts are filled in by themselves."""


class Story:
    """The steps so far. What a scenario has no step for stands in remarks."""

    def __init__(self, given: Mapping[str, str]) -> None:
        """Begin; `given` is what a scenario calls so."""
        self._given = given
        self._lines: list[str] = []

    def step(self, **content: Any) -> None:
        """Add a step of a scenario; `by` is who does it."""
        shown = {("as" if key == "by" else key): value for key, value in content.items()}
        self._lines.append(_yaml([shown]))

    def remark(self, text: str) -> None:
        """Add something that happened and that no scenario can say."""
        self._lines.append(f"# {text}\n")

    def text(self) -> str:
        """Return the scenario as YAML."""
        head = _yaml({"title": "A random walk", "given": dict(self._given)})
        return head + "steps:\n" + "".join(self._lines)


def london(moment: datetime) -> str:
    """Return an instant as a scenario writes it."""
    return f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"


def _yaml(content: Any) -> str:
    return str(
        yaml.safe_dump(
            content, sort_keys=False, allow_unicode=True, default_flow_style=None, width=1_000
        )
    )
