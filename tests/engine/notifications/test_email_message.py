"""What an e-mail looks like: its headers, its plain text and its HTML."""

import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import html as lxml_html

from engine.notifications.channels.channel import Parcel
from engine.notifications.channels.email_message import build_message, html_of
from engine.settings import Settings

LINK = "https://concord.example/cases/BRK-2026-000001"
PARCEL = Parcel(
    delivery_id=uuid.UUID(int=7),
    address="somebody@reading-school.example",
    subject="BRK-2026-000001: overdue",
    body=f"One <two>.\n\nBRK-2026-000001: a step\nhttps://concord.example/tasks/1\n\n{LINK}",
    is_danger=False,
    sent_at=datetime(2026, 8, 28, tzinfo=UTC),
)
SETTINGS = Settings(mail_from="Concord <concord@concord.example>")
REMOTE = re.compile(r"\bsrc=|\bbackground=|@import|url\(", re.IGNORECASE)


def parsed(parcel=PARCEL):
    return lxml_html.document_fromstring(html_of(parcel))


def test_no_machine_answers_it_and_a_failure_still_comes_back():
    message = build_message(PARCEL, SETTINGS)
    assert message["Auto-Submitted"] == "auto-generated"
    suppressed = message["X-Auto-Response-Suppress"].split(", ")
    assert "OOF" in suppressed
    # Exchange would keep the report of a failure to itself.
    assert not {"NDR", "All"} & set(suppressed)
    assert "List-Unsubscribe" not in message
    assert message["Message-ID"] == f"<{PARCEL.delivery_id}@concord.example>"


def test_plain_text_and_html_say_the_same():
    message = build_message(PARCEL, SETTINGS)
    assert message.get_content_type() == "multipart/alternative"
    plain = message.get_body(("plain",)).get_content()
    shown = " ".join(parsed().text_content().split())
    for words in ("One <two>.", "BRK-2026-000001: a step", LINK):
        assert words in plain
        assert words in shown


def test_the_html_has_a_language_a_title_and_one_heading():
    page = parsed()
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == PARCEL.subject
    assert [heading.text_content() for heading in page.iter("h1")] == [PARCEL.subject]
    assert all(table.get("role") == "presentation" for table in page.iter("table"))


def test_the_html_loads_nothing_from_anywhere():
    for is_danger in (False, True):
        page = html_of(replace(PARCEL, is_danger=is_danger))
        assert not REMOTE.search(page)
        assert {"img", "link", "script", "iframe"} & {e.tag for e in parsed().iter()} == set()


def test_an_address_alone_is_the_button_and_one_below_words_is_their_link():
    links = {link.text_content(): link.get("href") for link in parsed().iter("a")}
    assert links == {
        "BRK-2026-000001: a step": "https://concord.example/tasks/1",
        "Open in Concord": LINK,
    }


def test_the_html_fits_light_and_dark_and_a_narrow_screen():
    page = html_of(PARCEL)
    assert '<meta name="color-scheme" content="light dark">' in page
    assert "prefers-color-scheme: dark" in page
    assert "width=device-width" in page
    assert "max-width:600px" in page


@pytest.mark.parametrize("is_danger", [False, True])
def test_danger_is_marked_in_words_and_says_999_first(is_danger):
    page = parsed(replace(PARCEL, is_danger=is_danger))
    text = " ".join(page.body.text_content().split())
    assert text.startswith(
        "Concord: a child may be in danger If a child may be harmed now, ring 999 first."
        if is_danger
        else "Concord BRK"
    )
    assert ("tel:999" in [link.get("href") for link in page.iter("a")]) == is_danger
