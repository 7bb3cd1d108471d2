"""Everything of one case that its reader may see, read once, as it stood after its last event."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from typing_extensions import override

from engine.access import Actor
from engine.clock import Clock
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_details import CaseDetails, load_case
from engine.queries.case_limits import CaseLimit, list_limits
from engine.queries.case_notices import CaseNotice, list_case_notices
from engine.queries.case_tasks import CaseTask, list_case_tasks
from engine.queries.closings import ClosingText, load_closing
from engine.queries.comments import CommentRow, list_comments
from engine.queries.confirmations import Confirmation, list_confirmations
from engine.queries.diagrams import DiagramState, load_diagram_state
from engine.queries.links import LinkedCase, list_links
from engine.queries.provenance import Provenance, load_provenance
from engine.queries.submissions import WrittenText, list_kept_texts, list_submissions
from engine.queries.timeline import TimelineEntry, list_timeline


@dataclass(frozen=True)
class StoppedClock(Clock):
    """Shows the same time for ever: a record does not change because it is read later."""

    at: datetime

    @override
    def now(self) -> datetime:
        """Return that time."""
        return self.at


@dataclass(frozen=True)
class CaseFile:
    """One case as its reader may see it."""

    work: UnitOfWork
    actor: Actor
    compiled: CompiledBundle
    as_at: datetime
    """When the last thing happened that stands in the record: an event, or a delivery."""
    case: CaseDetails
    provenance: Provenance
    marks: DiagramState
    tasks: Sequence[CaseTask]
    written: Sequence[WrittenText]
    kept: Sequence[WrittenText]
    limits: Sequence[CaseLimit]
    confirmations: Sequence[Confirmation]
    notices: Sequence[CaseNotice]
    comments: Sequence[CommentRow]
    links: Sequence[LinkedCase]
    closing: ClosingText | None
    timeline: Sequence[TimelineEntry]


def load_case_file(engine: Engine, work: UnitOfWork, actor: Actor, reference: str) -> CaseFile:
    """Return everything of a case that has reached the actor.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    provenance = load_provenance(work, actor, reference)
    notices = list_case_notices(engine, work, actor, reference)
    as_at = max([provenance.last_event_at, *_deliveries(notices)])
    # Whether a limit is over, and so on, is told for that time.
    then = replace(engine, clock=StoppedClock(as_at))
    case = load_case(then, work, actor, reference)
    return CaseFile(
        work=work,
        actor=actor,
        compiled=engine.definitions.compiled(work, case.process_definition_id),
        as_at=as_at,
        case=case,
        provenance=provenance,
        marks=load_diagram_state(then, work, actor, reference),
        tasks=list_case_tasks(then, work, actor, reference),
        written=list_submissions(then, work, actor, reference),
        kept=list_kept_texts(then, work, actor, reference),
        limits=list_limits(then, work, actor, reference),
        confirmations=list_confirmations(then, work, actor, reference),
        notices=notices,
        comments=list_comments(then, work, actor, reference),
        links=list_links(work, actor, reference),
        closing=load_closing(then, work, actor, reference),
        timeline=list_timeline(then, work, actor, reference),
    )


def _deliveries(notices: Sequence[CaseNotice]) -> list[datetime]:
    """Return when notices that the reader may know of arrived and were read."""
    rows = [row for notice in notices for row in notice.deliveries]
    return [at for row in rows for at in (row.delivered_at, row.read_at) if at is not None]
