"""What an operation does to a process instance, as sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from api.pages.wording import instant_in_words
from engine.english import listed, role_in_words, sentence
from engine.operations.effects import Effect, NoticeEffect, TaskEffect, TimerEffect
from engine.operations.previewing import ItemPreview
from engine.vocabulary import InstanceState, ItemState

STATES: Final[Mapping[str, str]] = {
    InstanceState.ACTIVE: "running",
    InstanceState.SUSPENDED: "on hold",
    InstanceState.ENDED: "ended",
}
STATE_CLASSES: Final[Mapping[str, str]] = {
    InstanceState.ACTIVE: "open",
    InstanceState.SUSPENDED: "overdue",
    InstanceState.ENDED: "done",
}
"""The ending of the class name of the state."""
ITEM_STATES: Final[Mapping[str, str]] = {
    ItemState.WAITING: "waiting",
    ItemState.DONE: "done",
    ItemState.REFUSED: "not possible",
    ItemState.FAILED: "failed",
    ItemState.UNDONE: "taken back",
}
ITEM_CLASSES: Final[Mapping[str, str]] = {
    ItemState.WAITING: "waiting",
    ItemState.DONE: "done",
    ItemState.REFUSED: "overdue",
    ItemState.FAILED: "failed",
    ItemState.UNDONE: "undone",
}


@dataclass(frozen=True)
class ShownPreview:
    """What would happen to one process instance."""

    process_instance_id: UUID
    reference: str
    can_be_done: bool
    outcome: str
    """What would be done, or why it cannot be."""
    changes: tuple[str, ...]


def present_preview(
    preview: ItemPreview, agencies: Mapping[str, str], now: datetime
) -> ShownPreview:
    """Return a preview in words; `agencies`: names by key, of those that its tasks name."""
    changes = tuple(effect_in_words(preview.effect, agencies, now)) if preview.effect else ()
    return ShownPreview(
        process_instance_id=preview.process_instance_id,
        reference=preview.reference,
        can_be_done=preview.effect is not None,
        outcome=preview.outcome,
        changes=changes,
    )


def agencies_in(preview: ItemPreview) -> set[str]:
    """Return the keys of the agencies that a preview's tasks name."""
    if preview.effect is None:
        return set()
    tasks = (*preview.effect.opened, *preview.effect.closed)
    return {task.agency_key for task in tasks if task.agency_key}


def effect_in_words(effect: Effect, agencies: Mapping[str, str], now: datetime) -> Iterator[str]:
    """Yield what changes, the most important first; nothing when nothing does."""
    if effect.case_ends:
        yield "The case ends."
    if effect.state_before != effect.state_after:
        before, after = (STATES.get(one, one) for one in (effect.state_before, effect.state_after))
        yield f"It will be {after} instead of {before}."
    if effect.version_before != effect.version_after:
        yield "It follows another version of the procedure."
    for task in effect.closed:
        yield f"“{task.name}”{_for(task, agencies)} closes without being completed."
    for task in effect.opened:
        until = f", {_due(task.due_at, now)}" if task.due_at else ", without a time limit"
        yield f"“{task.name}”{_for(task, agencies)} opens{until}."
    for timer in effect.timers:
        yield _timer(timer, now)
    for notice in effect.notices:
        yield _notice(notice)


def _for(task: TaskEffect, agencies: Mapping[str, str]) -> str:
    return f" for {agencies.get(task.agency_key, task.agency_key)}" if task.agency_key else ""


def _due(at: datetime, now: datetime) -> str:
    return f"due {instant_in_words(at, now)}"


def _timer(timer: TimerEffect, now: datetime) -> str:
    name = f"The time limit “{timer.name}”"
    if timer.after is None:
        return f"{name} does not run any more."
    if timer.before is None:
        return f"{name} begins, {_due(timer.after, now)}."
    after, before = instant_in_words(timer.after, now), instant_in_words(timer.before, now)
    return f"{name} ends {after} instead of {before}."


def _notice(notice: NoticeEffect) -> str:
    told = [f"{role_in_words(role)} of {agency}" for role, agency in notice.groups]
    whom = f" to {listed(told)}" if told else ""
    return sentence(f"the notice “{notice.name}” goes{whom}.")
