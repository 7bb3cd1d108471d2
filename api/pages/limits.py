"""Why a due time is what it is, and what became of the limits of a case."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.pages.wording import instant_in_words
from engine.definitions.application_forms import LATE, application_form
from engine.english import sentence
from engine.queries.case_limits import CaseLimit
from engine.queries.limits import Counting
from engine.vocabulary import LIMIT_VERDICTS, LimitVerdict

WHAT_COUNTS: Mapping[Counting | None, str] = {
    Counting.ELAPSED: "nights and weekends count",
    Counting.WORKING_DAYS: "weekends and bank holidays do not count",
}
NOT_DONE = "Not kept"
"""A limit that closed its step, and of which nobody has said that it was met."""
CLASSES: Mapping[LimitVerdict | None, str] = {
    LimitVerdict.RUNNING: "open",
    LimitVerdict.OVERDUE: "overdue",
    LimitVerdict.KEPT: "done",
    LimitVerdict.RECORDED_LATE: "done",
    LimitVerdict.LATE: "overdue",
    None: "undone",
}
AFTER_SENDING: Mapping[LimitVerdict | None, str] = {
    LimitVerdict.RECORDED_LATE: "Recorded after the limit, but it took place in time.",
    LimitVerdict.LATE: "It was after the limit. Your reason is kept with it.",
}


@dataclass(frozen=True)
class ShownLimit:
    """One time limit of a case as a row of a table."""

    name: str
    stage: str
    due_at: datetime
    met_at: datetime | None
    recorded_at: datetime | None
    words: str
    state: str
    """The ending of the class name of its status."""
    reason: str


def limit_in_words(label: str, counting: Counting | None, began_at: datetime, now: datetime) -> str:
    """Return “24 hours: nights and weekends count. Began Fri 28 Aug, 16:00.”.

    `label` is that of the timer in the diagram; what counts comes from the timer itself.
    """
    began = f"Began {instant_in_words(began_at, now)}."
    what_counts = WHAT_COUNTS.get(counting)
    limit = sentence(label)
    return f"{limit}: {what_counts}. {began}" if what_counts else f"{limit}. {began}"


def present_limits(limits: Sequence[CaseLimit]) -> tuple[ShownLimit, ...]:
    """Return the limits of a case, the newest first; one that comes again says which time it is."""
    shown = []
    for number, limit in enumerate(limits):
        earlier = sum(other.element_id == limit.element_id for other in limits[:number])
        shown.append(_present(limit, earlier + 1))
    return tuple(reversed(shown))


def after_sending(limits: Sequence[CaseLimit], user_task_id: uuid.UUID) -> str:
    """Return what became of the limit of a task that was just sent; empty when it was kept."""
    verdicts = [limit.verdict for limit in limits if user_task_id in limit.task_ids]
    return AFTER_SENDING.get(verdicts[-1], "") if verdicts else ""


def _present(limit: CaseLimit, time: int) -> ShownLimit:
    is_undone = limit.verdict is LimitVerdict.LATE and limit.met_at is None
    return ShownLimit(
        name=sentence(limit.name) + (f", time {time}" if time > 1 else ""),
        stage=limit.stage_title,
        due_at=limit.due_at,
        met_at=limit.met_at,
        recorded_at=limit.recorded_at if limit.met_at else None,
        words=NOT_DONE if is_undone else LIMIT_VERDICTS[limit.verdict],
        state=CLASSES[limit.verdict],
        reason=_reason(limit),
    )


def _reason(limit: CaseLimit) -> str:
    options = application_form(LATE).field("late_reason").options
    label = next((one.label for one in options if one.value == limit.late_reason), "")
    return f"{label}: {limit.late_words}" if label and limit.late_words else label
