"""Puts the documentation of a procedure together."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram
from engine.definitions.documentation.clause_rows import clause_rows
from engine.definitions.documentation.doers import roles_of_lane
from engine.definitions.documentation.form_sheets import form_sheets
from engine.definitions.documentation.model import Documentation, DrawnFile, LaneRow
from engine.definitions.documentation.parts import parts_of
from engine.definitions.documentation.scene import Scene, explained
from engine.definitions.layout.plane import read_plane
from engine.definitions.subject import Subject

UNNAMED = "Procedure without a name"


def document_procedure(subject: Subject) -> Documentation:
    """Return everything that the files of one edition say, as far as they can be read.

    The same files give the same documentation: nothing of it depends on a clock or a directory.
    """
    scene = Scene(subject)
    procedure = subject.procedure
    return Documentation(
        title=procedure.title if procedure else UNNAMED,
        edition=procedure.edition if procedure else "",
        about=_about(scene),
        stages=tuple(stage.title for stage in procedure.stages) if procedure else (),
        parts=parts_of(scene),
        lanes=tuple(_lanes(scene)),
        forms=form_sheets(scene),
        clauses=clause_rows(subject),
        drawings=tuple(_drawings(scene)),
        unread=tuple(_unread(subject)),
    )


def _about(scene: Scene) -> str:
    processes = (process for diagram in scene.diagrams for process in diagram.processes)
    main = next(processes, None)
    return explained(main) if main is not None else ""


def _lanes(scene: Scene) -> Iterator[LaneRow]:
    met: set[str] = set()
    for diagram in scene.diagrams:
        for lane in diagram.lanes:
            name = names.one_line(lane.get("name")) or lane.get("id", "")
            if lane.get("id", "") not in met:
                met.add(lane.get("id", ""))
                yield LaneRow(name, explained(lane), roles_of_lane(scene, lane))


def _drawings(scene: Scene) -> Iterator[DrawnFile]:
    for diagram in scene.diagrams:
        plane = read_plane(diagram)
        if not plane.is_empty:
            yield DrawnFile(diagram.file, _name(diagram), frozenset(plane.shapes))


def _name(diagram: Diagram) -> str:
    titles = [names.one_line(process.get("name")) for process in diagram.processes]
    return next(filter(None, titles), diagram.file)


def _unread(subject: Subject) -> Iterator[str]:
    refusals = {**subject.refused_diagrams, **subject.refused_forms}
    for name, refusal in sorted(refusals.items()):
        yield f"{name} cannot be read: {refusal}"
    for other in (subject.procedure_refusal, subject.clauses_refusal):
        if other is not None:
            yield str(other)
