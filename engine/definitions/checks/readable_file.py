"""Every diagram is safe, readable XML."""

from collections.abc import Iterator

from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.spiff.document import DocumentRefused

NAME = "readable-file"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find files that are not XML, not UTF-8, too large, too deep, or that have a DOCTYPE."""
    for file, refusal in subject.refused_diagrams.items():
        if isinstance(refusal, DocumentRefused):
            yield _report.about_file(file, refusal.message, refusal.remedy, line=refusal.line)
