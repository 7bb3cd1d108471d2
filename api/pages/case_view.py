"""Everything that the page of a case shows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from api.pages.case_steps import CaseStep, steps_of_case
from api.pages.diagrams import main_diagram
from api.pages.limits import ShownLimit, present_limits
from api.pages.naming import doers_in_words
from api.pages.next_steps import NextStep, ending_in_words, next_steps
from api.pages.said import Said, latest_first, lead_first, presenter_of
from api.pages.told import ToldNotice, present_notice
from api.pages.wording import due_in_words, moment_in_words
from engine.access import Actor
from engine.context import Engine
from engine.definitions.drawing import draw_diagram
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_details import CaseDetails, load_case
from engine.queries.case_limits import list_limits
from engine.queries.confirmations import Confirmation, list_confirmations
from engine.queries.diagrams import load_diagram_state
from engine.queries.messages import CaseMessage, list_messages, takes_messages
from engine.queries.notices import list_case_notices
from engine.queries.submissions import list_kept_texts, list_submissions
from engine.queries.timeline import TimelineEntry, list_timeline


@dataclass(frozen=True)
class Diagram:
    """The drawing, and what the viewer marks when it takes over."""

    drawing: Markup
    states: str
    taken: str


@dataclass(frozen=True)
class CaseView:
    """One case as a page shows it."""

    case: CaseDetails
    status: str
    next_steps: tuple[NextStep, ...]
    messages: tuple[CaseMessage, ...]
    """What can be sent to the case now; the danger alert is told apart."""
    steps: tuple[CaseStep, ...]
    limits: tuple[ShownLimit, ...]
    diagram: Diagram
    said: tuple[Said, ...]
    danger_said: tuple[Said, ...]
    kept: tuple[Said, ...]
    confirmations: tuple[Confirmation, ...]
    timeline: tuple[TimelineEntry, ...]
    notices: tuple[ToldNotice, ...]

    @property
    def reached(self) -> list[CaseStep]:
        """The steps that the case has come to."""
        return [row for row in self.steps if row.state]

    @property
    def not_reached(self) -> list[CaseStep]:
        """The other steps of the procedure."""
        return [row for row in self.steps if not row.state]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Anchors and headings of the sections."""
        sections = (
            ("steps", "Steps", True),
            ("limits", "Time limits", bool(self.limits)),
            ("diagram", "Diagram", True),
            ("said", "What has been said", True),
            ("confirmations", "What each agency confirms", bool(self.confirmations)),
            ("timeline", "Timeline", True),
            ("notices", "Who has been told", True),
            ("kept", "Text that was kept", bool(self.kept)),
        )
        return [(anchor, heading) for anchor, heading, is_there in sections if is_there]


def view_case(engine: Engine, work: UnitOfWork, actor: Actor, reference: str) -> CaseView:
    """Return everything about one case that the actor may see.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = load_case(engine, work, actor, reference)
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    marks = load_diagram_state(engine, work, actor, reference)
    drawing = draw_diagram(
        main_diagram(compiled), states=marks.states, taken=set(marks.taken), counts=marks.counts
    )
    presenter = presenter_of(engine, work, actor, reference)
    written = list_submissions(engine, work, actor, reference)
    kept = list_kept_texts(engine, work, actor, reference)
    notices = list_case_notices(engine, work, actor, reference)
    return CaseView(
        case=case,
        status=status_in_words(case, actor, engine.clock.now()),
        next_steps=next_steps(engine, work, case, actor),
        messages=list_messages(compiled) if takes_messages(case) else (),
        steps=steps_of_case(compiled, marks, case.open_tasks),
        limits=present_limits(list_limits(engine, work, actor, reference)),
        diagram=Diagram(
            Markup(drawing),  # noqa: S704 - our own drawing
            json.dumps(dict(marks.states)),
            json.dumps(sorted(marks.taken)),
        ),
        said=lead_first([presenter.present(text) for text in latest_first(written)]),
        danger_said=tuple(presenter.present(text) for text in written if text.is_danger),
        kept=tuple(presenter.present(text) for text in kept),
        confirmations=list_confirmations(engine, work, actor, reference),
        timeline=_latest_first(list_timeline(engine, work, actor, reference)),
        notices=tuple(present_notice(notice) for notice in notices),
    )


def status_in_words(case: CaseDetails, actor: Actor, now: datetime) -> str:
    """Return one sentence: where the case is, with whom, until when."""
    if case.ended_at is not None:
        return f"{ending_in_words(case)} It ended {moment_in_words(case.ended_at, now)}."
    status = case.status
    if not status.waiting_for:
        return ending_in_words(case)
    until = f", {due_in_words(status.until, now)}" if status.until else ""
    who = doers_in_words(status.waiting_for, actor.person_id)
    return f"{status.stage_title}: it is with {who}{until}."


def _latest_first(entries: Sequence[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    return tuple(reversed(entries))
