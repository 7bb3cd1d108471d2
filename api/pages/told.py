"""Who has been told what in a case, how far it got, and whom to telephone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.pages.wording import instant_in_words
from engine.clock import LONDON
from engine.english import holder_in_words
from engine.queries.case_notices import IN_APP, CaseNotice, DeliveryRow
from engine.vocabulary import NotificationState


@dataclass(frozen=True)
class Telephone:
    """A number, and whose it is."""

    label: str
    number: str


@dataclass(frozen=True)
class ToldPerson:
    """One person whom a notice is for."""

    name: str
    agency_name: str
    ways: tuple[str, ...]
    """Each way by which they are told, and how far it got: “e-mail sent Fri 28 Aug, 16:00”."""
    is_missing: bool
    """Whether nothing has reached them, so that somebody has to telephone."""
    has_seen: bool
    telephones: tuple[Telephone, ...]
    out_of_hours: str | None


@dataclass(frozen=True)
class ToldNotice:
    """One notice with its people in words."""

    name: str
    is_danger: bool
    queued_at: datetime
    groups: tuple[str, ...]
    instead_of: str
    """“the line manager of Reading School”, whom a danger alert did not reach."""
    people: tuple[ToldPerson, ...]
    reached_nobody: bool
    summary: str

    @property
    def missing(self) -> list[ToldPerson]:
        """Those whom somebody has to telephone."""
        return [person for person in self.people if person.is_missing]

    @property
    def told(self) -> list[ToldPerson]:
        """The others."""
        return [person for person in self.people if not person.is_missing]


def present_notice(notice: CaseNotice, now: datetime) -> ToldNotice:
    """Return a notice with its people in words."""
    people: dict[int, list[DeliveryRow]] = {}
    for delivery in notice.deliveries:
        people.setdefault(delivery.person_id, []).append(delivery)
    told = tuple(_person(rows, now) for rows in people.values())
    return ToldNotice(
        name=notice.name,
        is_danger=notice.is_danger,
        queued_at=notice.queued_at,
        groups=tuple(holder_in_words(role, agency) for role, agency in notice.groups),
        instead_of=holder_in_words(*notice.not_reached) if notice.not_reached else "",
        people=told,
        reached_nobody=notice.reached_nobody,
        summary=_summary(notice, told),
    )


def _person(rows: Sequence[DeliveryRow], now: datetime) -> ToldPerson:
    first = rows[0]
    numbers = ((first.person_name, first.telephone), (first.agency_name, first.agency_telephone))
    return ToldPerson(
        name=first.person_name,
        agency_name=first.agency_name,
        ways=tuple(_way(row, now) for row in rows),
        is_missing=any(row.telephone_now for row in rows),
        has_seen=any(row.read_at for row in rows),
        telephones=tuple(Telephone(label, number) for label, number in numbers if number),
        out_of_hours=first.out_of_hours,
    )


def _way(row: DeliveryRow, now: datetime) -> str:
    """Return how far one way has got."""
    if row.channel == IN_APP:
        read = f"read {instant_in_words(row.read_at, now)}" if row.read_at else "not read yet"
        return f"in Concord, {read}"
    if row.state == NotificationState.FAILED:
        return f"e-mail not delivered ({row.failure})" if row.failure else "e-mail not delivered"
    if row.state == NotificationState.SHOWN:
        return "e-mail not sent: no mail server is set, or this is the demonstration"
    if row.state == NotificationState.PENDING:
        return _on_its_way(row, now)
    return f"e-mail sent {instant_in_words(row.delivered_at or now, now)}"


def _on_its_way(row: DeliveryRow, now: datetime) -> str:
    upcoming = row.next_attempt_at
    if upcoming is None or upcoming <= now:
        return "e-mail on its way"
    is_today = upcoming.astimezone(LONDON).date() == now.astimezone(LONDON).date()
    local = upcoming.astimezone(LONDON)
    at = f"{local:%H:%M}" if is_today else instant_in_words(upcoming, now)
    if row.attempts:
        return f"e-mail on its way, next try at {at}"
    return f"e-mail waits until {at} (quiet hours)"


def _summary(notice: CaseNotice, people: Iterable[ToldPerson]) -> str:
    count = sum(not person.is_missing for person in people)
    if count:
        return "1 person told" if count == 1 else f"{count} people told"
    if notice.state == NotificationState.PENDING:
        return "It is being sent."
    return "Nobody could be told. Telephone them."
