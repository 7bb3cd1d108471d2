"""Hands the diagrams to the engine, and says in problems what it refuses."""

from collections.abc import Iterator

from engine.definitions.problem import Problem
from engine.definitions.subject import Subject
from engine.spiff.library import ProcessLibrary
from engine.spiff.problem import DiagramsRefused
from engine.spiff.reading import read_diagrams

NAME = "engine-reading"


def check(subject: Subject) -> Iterator[Problem]:
    """Find what the engine refuses; worth saying only where no other check found an error."""
    yield from read_for_engine(subject)[1]


def read_for_engine(subject: Subject) -> tuple[ProcessLibrary | None, tuple[Problem, ...]]:
    """Give what the engine runs, or None and the reasons."""
    sources = {diagram.file: subject.files[diagram.file] for diagram in subject.diagrams}
    try:
        return read_diagrams(sources), ()
    except DiagramsRefused as refusal:
        return None, tuple(
            Problem(NAME, "error", p.file, p.element_id, p.line, p.message, p.remedy)
            for p in refusal.problems
        )
