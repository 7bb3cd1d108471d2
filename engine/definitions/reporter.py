"""Builds the problems of one check."""

from dataclasses import dataclass
from typing import cast

from lxml import etree

from engine.definitions.diagram import Diagram
from engine.definitions.problem import Problem, Severity


@dataclass(frozen=True)
class Reporter:
    """Writes the name of its check on every problem."""

    check: str

    def error(
        self, diagram: Diagram, element: etree._Element, message: str, remedy: str
    ) -> Problem:
        """Report what makes a deployment impossible."""
        return self._at(diagram, element, message, remedy, "error")

    def warning(
        self, diagram: Diagram, element: etree._Element, message: str, remedy: str
    ) -> Problem:
        """Report what is likely to be a mistake, or hard to read."""
        return self._at(diagram, element, message, remedy, "warning")

    def about_file(
        self,
        file: str,
        message: str,
        remedy: str,
        *,
        line: int | None = None,
        severity: Severity = "error",
    ) -> Problem:
        """Report something about a whole file."""
        return Problem(self.check, severity, file, None, line, message, remedy)

    def _at(
        self,
        diagram: Diagram,
        element: etree._Element,
        message: str,
        remedy: str,
        severity: Severity,
    ) -> Problem:
        line = cast("int | None", element.sourceline)
        return Problem(self.check, severity, diagram.file, element.get("id"), line, message, remedy)
