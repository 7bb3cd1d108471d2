"""Process ids: the main one is the procedure's key, and no two are the same."""

from collections.abc import Iterator

from engine.definitions.diagram import Diagram
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "process-key"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find a main process that is not called like the procedure, and a process id used twice."""
    first: dict[str, Diagram] = {}
    for diagram in subject.diagrams:
        for process in diagram.processes[:1]:
            key = process.get("id", "")
            if key in first:
                yield _report.error(
                    diagram,
                    process,
                    f"The process id “{key}” is also used in {first[key].file}.",
                    "Give every process of the bundle an id of its own.",
                )
            first.setdefault(key, diagram)
            yield from _main_key(subject, diagram, key)


def _main_key(subject: Subject, diagram: Diagram, key: str) -> Iterator[Problem]:
    procedure = subject.procedure
    if procedure is not None and diagram.file == procedure.main and key != procedure.key:
        yield _report.error(
            diagram,
            diagram.processes[0],
            f"The process is called “{key}”, but the procedure is “{procedure.key}”.",
            f"Set the process id to “{procedure.key}”; it stays the same in every edition.",
        )
