"""The bundle says which procedure and edition it is, and its main diagram is there."""

from collections.abc import Iterator

from engine.definitions.problem import Problem
from engine.definitions.procedure import FILE_NAME, Procedure
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "procedure-file"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find a missing or wrong `procedure.toml`, and a main diagram that is not in the bundle."""
    if subject.procedure_refusal is not None:
        for fault in subject.procedure_refusal.faults:
            yield _report.about_file(FILE_NAME, fault.message, fault.remedy)
    elif subject.procedure is None:
        yield _report.about_file(
            FILE_NAME,
            f"There is no {FILE_NAME}, so nobody knows who does which step.",
            f"Put {FILE_NAME} beside the diagram, or in the folder above.",
        )
    else:
        yield from _main_diagram(subject, subject.procedure)


def _main_diagram(subject: Subject, procedure: Procedure) -> Iterator[Problem]:
    if procedure.main not in subject.files:
        yield _report.about_file(
            FILE_NAME,
            f"The main diagram “{procedure.main}” is not in the bundle.",
            "Add the diagram, or correct the file name under [[editions]].",
        )
