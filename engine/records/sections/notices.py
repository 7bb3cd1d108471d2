"""Who was told what, when, by which way, and whether it arrived."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from engine.english import holder_in_words, listed, role_in_words, sentence
from engine.queries.case_notices import IN_APP, CaseNotice, DeliveryRow
from engine.records.blocks import Paragraph, Section, Table
from engine.records.case_file import CaseFile
from engine.records.words import CHANNELS, DELIVERED, DELIVERIES, NOTHING, moment
from engine.vocabulary import NotificationState

HEAD = ("Notice", "Sent off", "Person", "How it went")
WIDTHS = (2.2, 1.3, 2.0, 3.0)
EXPLAINED = (
    "One line for each person. “Sent” means that a mail server has taken the e-mail. “Read” is "
    "known of the list in Concord only, not of e-mail. What an agency told only its own people "
    "stands in that agency’s record only."
)


def notices(file: CaseFile) -> Section | None:
    """Return each notice with its deliveries, in the order in which they were sent off."""
    if not file.notices:
        return None
    rows = [row for notice in file.notices for row in rows_of(notice)]
    return Section("Who has been told", (Paragraph(EXPLAINED), Table(HEAD, rows, WIDTHS)))


def rows_of(notice: CaseNotice) -> tuple[tuple[str, ...], ...]:
    """Return one row for each person whom a notice was for; one row, when it reached nobody."""
    return tuple(_rows(notice))


def _rows(notice: CaseNotice) -> Iterator[tuple[str, ...]]:
    name = "\n".join(_name(notice))
    sent_off = moment(notice.queued_at)
    if not notice.deliveries:
        yield name, sent_off, _groups(notice), _without(notice)
    for _, group in groupby(notice.deliveries, key=lambda row: row.person_id):
        rows = list(group)
        person = filter(None, (rows[0].person_name, rows[0].agency_name))
        yield name, sent_off, ", ".join(person), "\n".join(_way(row) for row in rows)


def _name(notice: CaseNotice) -> Iterator[str]:
    yield f"Danger: {notice.name}" if notice.is_danger else notice.name
    if notice.not_reached:
        yield f"In place of {holder_in_words(*notice.not_reached)}, who was not reached"


def _groups(notice: CaseNotice) -> str:
    agencies: defaultdict[str, list[str]] = defaultdict(list)
    for one, agency in notice.groups:
        agencies[one].append(agency)
    words = [f"{role_in_words(one)}s of {listed(names)}" for one, names in agencies.items()]
    return sentence("; ".join(words)) or NOTHING


def _without(notice: CaseNotice) -> str:
    if notice.state == NotificationState.PENDING:
        return "On its way"
    return "Nobody could be told"


def _way(row: DeliveryRow) -> str:
    way = sentence(CHANNELS.get(row.channel, row.channel))
    arrived = f" {moment(row.delivered_at)}" if row.delivered_at else ""
    read = f"; read {moment(row.read_at)}" if row.read_at else ""
    tries = f" ({row.attempts} tries)" if row.attempts > 1 else ""
    is_missing = row.state == NotificationState.FAILED and row.failure
    why = f". {row.failure}" if is_missing else ""
    went = DELIVERED if row.channel == IN_APP else DELIVERIES[row.state]
    return f"{way}: {went}{arrived}{tries}{read}{why}"
