"""A procedure's diagram, and the same as a list of steps."""

from dataclasses import dataclass

from engine.definitions.compiled import CompiledBundle
from engine.definitions.procedure import roles_in
from engine.definitions.wording import people
from engine.english import role_in_words
from engine.spiff.element import Element
from engine.vocabulary import AgencySide

OFFICE = people.SIDES[AgencySide.PARTNERSHIP]
SIDES = {side: words for side, words in people.SIDES.items() if words != OFFICE}


@dataclass(frozen=True)
class Step:
    """One thing that people do in a procedure, in a table."""

    element_id: str
    name: str
    stage: str
    who: str
    limit: str
    clauses: str
    documentation: str


def main_diagram(compiled: CompiledBundle) -> bytes:
    """Return the file of the main diagram."""
    return compiled.bundle.files[compiled.procedure.main]


def file_title(compiled: CompiledBundle, file: str, main: str) -> str:
    """Return how a diagram is called: `main` for the main one, else the name of its process."""
    if file == compiled.procedure.main:
        return main
    names = (one.name for one in compiled.library.processes.values() if one.file == file)
    return next((name for name in names if name), file)


def steps_of(compiled: CompiledBundle) -> tuple[Step, ...]:
    """Return what people do, in the order of the diagram's file."""
    library = compiled.library
    titles = {stage.id: stage.title for stage in compiled.procedure.stages}
    return tuple(
        Step(
            element_id=element.id,
            name=element.name,
            stage=titles.get(element.stage or "", ""),
            who=_who(compiled, element),
            limit=_limit(compiled, element),
            clauses=", ".join(element.clauses),
            documentation=element.documentation or "",
        )
        for process_id in library.processes
        for element in library.elements(process_id)
        if element.type == "userTask"
    )


def _who(compiled: CompiledBundle, element: Element) -> str:
    roles = compiled.procedure.lane_roles.get(element.lane_id or "", "")
    side = SIDES.get(element.agency_side or "", OFFICE)
    if roles.startswith("="):
        return f"Who dealt with the stage, {side}"
    words = " or ".join(role_in_words(role) for role in roles_in(roles))
    return f"{words[:1].upper()}{words[1:]}, {side}"


def _limit(compiled: CompiledBundle, element: Element) -> str:
    homes = {element.id, element.parent_id}
    timers = [
        other.name
        for other in compiled.library.elements(element.process_id)
        if other.timer is not None and other.attached_to in homes
    ]
    return ", ".join(timers)
