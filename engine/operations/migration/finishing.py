"""Cases that should finish on the version with which they began.

Source: ADR 0021, rule 7: so should cases at the last stage, unless the sub-group says
otherwise. From which stage, and why, the new version says in `procedure.toml`.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from engine.definitions.procedure import Procedure
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.spiff.element import Element
from engine.spiff.library import ProcessLibrary


def why_finish(procedure: Procedure, stage: str) -> str | None:
    """Return why a case at a stage should not go to this version; it may: None."""
    if not procedure.should_finish(stage):
        return None
    title = next(one.title for one in procedure.stages if one.id == procedure.finish_from)
    return (
        f"From stage “{title}” on, a case should finish on the version with which it began. "
        f"{procedure.finish_why}"
    )


def stage_of(library: ProcessLibrary, element: Element) -> str:
    """Return the stage of an element: its own, or of the step that it is on or inside of."""
    around = element.attached_to or element.parent_id
    if element.stage or around is None:
        return element.stage or ""
    return stage_of(library, library.element(around))


def free_to_go(work: UnitOfWork, procedure: Procedure, wanted: Iterable[UUID]) -> list[UUID]:
    """Return those of the process instances whose cases need not finish on their version."""
    ids = list(wanted)
    query = (
        select(ProcessInstance.id, Case.stage)
        .join(Case, Case.id == ProcessInstance.case_id)
        .where(ProcessInstance.id.in_(ids))
    )
    stages = dict(work.session.execute(query).all())
    return [one for one in ids if not procedure.should_finish(stages.get(one, ""))]
