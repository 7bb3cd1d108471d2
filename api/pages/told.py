"""Who has been told what in a case, and who could not be."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from api.pages.wording import listed
from engine.queries.notices import CaseNotice, DeliveryRow
from engine.vocabulary import NotificationState

CHANNELS = {"in_app": "in Concord", "email": "by e-mail"}


@dataclass(frozen=True)
class ToldNotice:
    """One notice, one line for each person."""

    name: str
    is_danger: bool
    queued_at: datetime
    delivered: tuple[str, ...]
    undelivered: tuple[str, ...]
    summary: str


def present_notice(notice: CaseNotice) -> ToldNotice:
    """Return a notice with its people in words."""
    people: defaultdict[str, list[DeliveryRow]] = defaultdict(list)
    for delivery in notice.deliveries:
        people[delivery.person_name].append(delivery)
    reached = {name: rows for name, rows in people.items() if not _has_failed(rows)}
    return ToldNotice(
        name=notice.name,
        is_danger=notice.is_danger,
        queued_at=notice.queued_at,
        delivered=tuple(f"{name}: {_told(rows)}" for name, rows in reached.items()),
        undelivered=tuple(
            f"{name} could not be told {_told(rows)}. Telephone them."
            for name, rows in people.items()
            if name not in reached
        ),
        summary=_summary(notice, len(reached)),
    )


def _has_failed(rows: list[DeliveryRow]) -> bool:
    return any(row.state == NotificationState.FAILED for row in rows)


def _told(rows: list[DeliveryRow]) -> str:
    """Return the channels: those that failed, where there is one, otherwise all."""
    failed = [row for row in rows if row.state == NotificationState.FAILED]
    return listed([_channel(row) for row in failed or rows])


def _channel(row: DeliveryRow) -> str:
    channel = CHANNELS.get(row.channel, row.channel)
    if row.state == NotificationState.PENDING:
        return f"{channel} (on its way)"
    if row.state == NotificationState.SHOWN:
        return f"{channel} (in the demonstration: not sent)"
    return f"{channel} (read)" if row.read_at else channel


def _summary(notice: CaseNotice, count: int) -> str:
    if count:
        return "1 person told" if count == 1 else f"{count} people told"
    if notice.state == NotificationState.PENDING:
        return "It is being sent."
    return "Nobody could be told. Telephone them."
