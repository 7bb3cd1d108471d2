"""How a notice went by e-mail, in words."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from api.pages.notice_words import email_in_words, group_by_day, present_notices
from engine.queries.notice_emails import NoticeEmail
from engine.queries.notices import NoticeRow

NOW = datetime(2026, 8, 28, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def notice(email=None, *, at=NOW, **changed):
    facts = {
        "id": uuid.UUID(int=1),
        "reference": "BRK-2026-000001",
        "subject": "BRK-2026-000001: overdue",
        "body": "One.\n\nTwo.\n\nhttps://concord.example/cases/BRK-2026-000001",
        "is_danger": False,
        "is_case_open": True,
        "delivered_at": at,
        "read_at": None,
        "email": email,
    }
    return NoticeRow(**(facts | changed))


def email(state, **columns):
    facts = {
        "state": state,
        "attempts": 1,
        "delivered_at": None,
        "next_attempt_at": None,
        "failure": None,
    }
    return NoticeEmail(**(facts | columns))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, ""),
        (email("sent", delivered_at=NOW), "Also sent by e-mail."),
        (
            email("sent", delivered_at=NOW + HOUR),
            "Also sent by e-mail today, Fri 28 Aug, 17:00.",
        ),
        (email("pending", attempts=0, next_attempt_at=NOW), "The e-mail is on its way."),
        (
            email("pending", attempts=0, next_attempt_at=NOW + 16 * HOUR),
            "The e-mail waits until tomorrow, Sat 29 Aug, 08:00: your agency has quiet hours.",
        ),
        (
            email("pending", next_attempt_at=NOW + HOUR, failure="Not now."),
            "The e-mail has not got through yet, and is tried again. Not now.",
        ),
        (
            email("failed", failure="Unknown."),
            "The e-mail did not reach you; ask your administrator about your address. Unknown.",
        ),
        (email("shown", attempts=0), "No e-mail: it is shown only here."),
    ],
)
def test_every_state_of_an_email_has_its_words(given, words):
    assert email_in_words(notice(given), NOW) == words


def test_danger_keeps_its_paragraphs_and_nothing_shows_the_link_of_the_email():
    plain, danger = present_notices([notice(), notice(is_danger=True)], NOW)
    assert plain.paragraphs == ("One. Two.",)
    assert danger.paragraphs == ("One.", "Two.")


def test_an_address_within_the_words_is_no_link_of_the_email():
    body = (
        "One.\n\nOut of hours: see https://duty.example or ring 118.\n\nhttps://concord.example/x"
    )
    (shown,) = present_notices([notice(body=body, is_danger=True)], NOW)
    assert shown.paragraphs == ("One.", "Out of hours: see https://duty.example or ring 118.")


def test_days_are_londons_days():
    late = datetime(2026, 8, 28, 23, 30, tzinfo=UTC)
    rows = [notice(at=late), notice(at=NOW), notice(at=NOW - 24 * HOUR), notice(at=NOW - 48 * HOUR)]
    days = group_by_day(present_notices(rows, NOW), NOW)
    assert [day.name for day in days] == [
        "Tomorrow, Sat 29 Aug",
        "Today, Fri 28 Aug",
        "Yesterday, Thu 27 Aug",
        "Wed 26 Aug",
    ]
    assert [one.time for day in days for one in day.notices] == ["00:30", "16:00", "16:00", "16:00"]
