"""Everything that the page of a case shows."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup

from api.pages.ages import raised_in_words, took_in_words
from api.pages.case_people import AgencyInCase, agencies_in_case
from api.pages.case_steps import CaseStep, steps_of_case
from api.pages.case_timeline import ShownTimeline, timeline_of
from api.pages.diagrams import main_diagram
from api.pages.limits import ShownLimit, present_limits
from api.pages.naming import doers_in_words
from api.pages.next_steps import NextStep, ending_in_words, next_steps
from api.pages.said import Said, latest_first, lead_first, presenter_of
from api.pages.told import ToldNotice, present_notice
from api.pages.wording import due_in_words, moment_in_words
from engine.access import Actor
from engine.context import Engine
from engine.definitions.drawing import DrawnState, draw_diagram
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_details import CaseDetails, load_case
from engine.queries.case_limits import list_limits
from engine.queries.case_notices import newest_case_notices
from engine.queries.comments import CommentRow, list_comments
from engine.queries.confirmations import Confirmation, list_confirmations
from engine.queries.diagrams import DiagramState, load_diagram_state
from engine.queries.messages import CaseMessage, list_messages, takes_messages
from engine.queries.people import list_people
from engine.queries.submissions import list_kept_texts, list_submissions

FIRST_NOTICES = 10
NOT_RAISED = "It has not been sent to the other agency yet."
ON_HOLD = " It is on hold: an administrator is putting something right in it."


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
    age: str
    """How long ago it was raised, and how often its step has come round."""
    agencies: tuple[AgencyInCase, ...]
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
    comments: tuple[CommentRow, ...]
    timeline: ShownTimeline
    notices: tuple[ToldNotice, ...]
    more_notices: int
    """How many are left out: the oldest, unless they are of danger."""

    @property
    def my_steps(self) -> list[NextStep]:
        """What the reader can do now, danger first."""
        return [step for step in self.next_steps if step.is_mine]

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
            ("people", "With whom", True),
            ("steps", "Steps", True),
            ("limits", "Time limits", bool(self.limits)),
            ("diagram", "Diagram", True),
            ("said", "What has been said", True),
            ("confirmations", "What each agency confirms", bool(self.confirmations)),
            ("comments", "Comments", True),
            ("timeline", "Timeline", True),
            ("notices", "Who has been told", True),
            ("kept", "Text that was kept", bool(self.kept)),
        )
        return [(anchor, heading) for anchor, heading, is_there in sections if is_there]


def view_case(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    reference: str,
    *,
    shows_all_notices: bool = False,
) -> CaseView:
    """Return everything about one case that the actor may see.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = load_case(engine, work, actor, reference)
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    marks = load_diagram_state(engine, work, actor, reference)
    presenter = presenter_of(engine, work, actor, reference)
    written = list_submissions(engine, work, actor, reference)
    kept = list_kept_texts(engine, work, actor, reference)
    most = None if shows_all_notices else FIRST_NOTICES
    notices, left_out = newest_case_notices(engine, work, actor, reference, most)
    return CaseView(
        case=case,
        status=status_in_words(case, actor, engine.clock.now()),
        age=age_of(case, engine.clock.now()),
        agencies=agencies_in_case(case, list_people(work, actor, reference), actor.person_id),
        next_steps=next_steps(engine, case, actor),
        messages=list_messages(compiled) if takes_messages(case) else (),
        steps=steps_of_case(compiled, marks, case.open_tasks),
        limits=present_limits(list_limits(engine, work, actor, reference)),
        diagram=_diagram(main_diagram(compiled), marks),
        said=lead_first([presenter.present(text) for text in latest_first(written)]),
        danger_said=tuple(presenter.present(text) for text in written if text.is_danger),
        kept=tuple(presenter.present(text) for text in kept),
        confirmations=list_confirmations(engine, work, actor, reference),
        comments=list_comments(engine, work, actor, reference),
        timeline=timeline_of(engine, work, actor, reference),
        notices=tuple(present_notice(notice, engine.clock.now()) for notice in notices),
        more_notices=left_out,
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
    held = ON_HOLD if any(task.is_on_hold for task in case.open_tasks) else ""
    return f"{status.stage_title}: it is with {who}{until}.{held}"


def age_of(case: CaseDetails, now: datetime) -> str:
    """Return how old the case is, or how long it took."""
    if case.raised_at is None:
        return NOT_RAISED
    if case.ended_at is not None:
        return took_in_words(case.raised_at, case.ended_at)
    return raised_in_words(case.raised_at, case.rounds, now)


def _diagram(source: bytes, marks: DiagramState) -> Diagram:
    drawing = marked_drawing(
        source,
        tuple(sorted(marks.states.items())),
        marks.taken,
        tuple(sorted(marks.counts.items())),
    )
    return Diagram(drawing, json.dumps(dict(marks.states)), json.dumps(sorted(marks.taken)))


@lru_cache(maxsize=64)
def marked_drawing(
    source: bytes,
    states: tuple[tuple[str, DrawnState], ...],
    taken: frozenset[str],
    counts: tuple[tuple[str, int], ...],
) -> Markup:
    """Draw a diagram; the same place in the same procedure is drawn once."""
    drawing = draw_diagram(source, states=dict(states), taken=taken, counts=dict(counts))
    return Markup(drawing)  # noqa: S704 - our own drawing
