"""What an operation changes in a process instance, told from its rows before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.operations.snapshots import Snapshot
from engine.operations.target import Target
from engine.persistence.notifications import Notification
from engine.queries.names import agency_names, element_name
from engine.vocabulary import TaskState


@dataclass(frozen=True)
class TaskEffect:
    """A user task that opens or closes."""

    element_id: str
    name: str
    agency_key: str | None
    due_at: datetime | None


@dataclass(frozen=True)
class TimerEffect:
    """A timer before and after; empty: it does not wait then."""

    element_id: str
    name: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class NoticeEffect:
    """A notice that is queued: its name, and each role and agency that is told."""

    name: str
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Effect:
    """Everything that changes."""

    state_before: str
    state_after: str
    version_before: int
    version_after: int
    """Process definitions."""
    opened: tuple[TaskEffect, ...]
    closed: tuple[TaskEffect, ...]
    timers: tuple[TimerEffect, ...]
    notices: tuple[NoticeEffect, ...]
    case_ends: bool


def effect_between(
    target: Target, before: Snapshot, after: Snapshot, noticed: frozenset[Any]
) -> Effect:
    """Return what has changed in a written target; `noticed`: the case's notices before."""
    was_open, is_open = _open(before), _open(after)
    return Effect(
        state_before=before["instance"]["state"],
        state_after=after["instance"]["state"],
        version_before=before["instance"]["process_definition_id"],
        version_after=after["instance"]["process_definition_id"],
        opened=tuple(_task(row) for key, row in is_open.items() if key not in was_open),
        closed=tuple(_task(row) for key, row in was_open.items() if key not in is_open),
        timers=_timers(target, before, after),
        notices=_notices(target, noticed),
        case_ends=before["case"]["ended_at"] is None and after["case"]["ended_at"] is not None,
    )


def notices_of(target: Target) -> frozenset[Any]:
    """Return the ids of the notices about a case."""
    query = select(Notification.id).where(Notification.case_id == target.case.id)
    return frozenset(target.work.session.scalars(query))


def _open(snapshot: Snapshot) -> dict[str, Mapping[str, Any]]:
    return {row["id"]: row for row in snapshot["user_task"] if row["state"] == TaskState.OPEN}


def _task(row: Mapping[str, Any]) -> TaskEffect:
    return TaskEffect(row["element_id"], row["name"], row["agency_key"], _instant(row["due_at"]))


def _timers(target: Target, before: Snapshot, after: Snapshot) -> tuple[TimerEffect, ...]:
    old, new = ({row["id"]: row for row in one["timer"]} for one in (before, after))
    changed = [
        (old.get(key), new.get(key))
        for key in {**old, **new}
        if old.get(key, {}).get("due_at") != new.get(key, {}).get("due_at")
    ]
    return tuple(
        TimerEffect(
            element_id := (was or now or {})["element_id"],
            element_name(target.compiled, element_id),
            _instant(was and was["due_at"]),
            _instant(now and now["due_at"]),
        )
        for was, now in changed
    )


def _notices(target: Target, known: frozenset[Any]) -> tuple[NoticeEffect, ...]:
    query = select(Notification).where(
        Notification.case_id == target.case.id, Notification.id.not_in(known)
    )
    found = target.work.session.scalars(query.order_by(Notification.id)).all()
    agencies = agency_names(target.work, [key for one in found for key, _ in one.groups["groups"]])
    return tuple(
        NoticeEffect(
            element_name(target.compiled, one.element_id) or one.template,
            tuple((role, agencies.get(key, key)) for key, role in one.groups["groups"]),
        )
        for one in found
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
