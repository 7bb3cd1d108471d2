"""Every diagram is a BPMN file with one process that the engine can run."""

from collections.abc import Iterator

from engine.definitions.diagram import Diagram, NotBpmnError
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "bpmn-file"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find files that are not BPMN, and files without exactly one executable process."""
    for file, refusal in subject.refused_diagrams.items():
        if isinstance(refusal, NotBpmnError):
            yield _report.about_file(
                file,
                f"The file is not a BPMN diagram. {refusal}",
                refusal.remedy,
            )
    for diagram in subject.diagrams:
        yield from _processes(diagram)
    if not subject.diagrams and not subject.refused_diagrams:
        yield _report.about_file("", "There is no diagram.", "Add the .bpmn file of the procedure.")


def _processes(diagram: Diagram) -> Iterator[Problem]:
    executable = [p for p in diagram.processes if p.get("isExecutable") == "true"]
    if not executable:
        yield _report.about_file(
            diagram.file,
            "The file has no executable process.",
            "Tick “Executable” in the properties of the process.",
        )
    for process in diagram.processes:
        if process not in executable[:1] and executable:
            yield _report.error(
                diagram,
                process,
                "The file has a second process, or a second pool.",
                "Keep one process in each file, and join them by call activities.",
            )
