"""The record of a case over HTTP, and the page that compares one with the history."""

import re

import pytest

from engine.queries.history_chain import check_history
from tests.support.pdf import opened

STRANGER = ("practitioner", "thames-police")
RAISER = ("practitioner", "reading-school")


@pytest.fixture
def raised(concord):
    """Return the reference of a case that has been raised."""
    return concord.raise_case().reference


def history_of(concord, reference):
    with concord.engine.open_reading() as work:
        return check_history(work, concord.actor(*RAISER), reference)


def test_a_program_gets_the_record_as_a_file(concord, raised):
    answer = concord.api(*RAISER).get(f"/cases/{raised}/record.pdf")
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="record-{raised}.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert opened(answer.data).metadata.title == f"Record of case {raised}"


def test_a_person_gets_the_same_file_as_their_program(concord, raised):
    page = concord.browser(*RAISER).get(f"/cases/{raised}/record.pdf")
    assert page.status_code == 200
    assert page.data == concord.api(*RAISER).get(f"/cases/{raised}/record.pdf").data
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_who_has_the_file_already_gets_nothing_new(concord, raised):
    api = concord.api(*RAISER)
    first = api.get(f"/cases/{raised}/record.pdf")
    again = api.get(f"/cases/{raised}/record.pdf", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    other = concord.api("practitioner", "reading-council")
    anew = other.get(f"/cases/{raised}/record.pdf", If_None_Match=first.headers["ETag"])
    assert anew.status_code == 200


@pytest.mark.parametrize("path", ["record.pdf", "history/check"])
def test_who_may_not_see_the_case_finds_nothing_there(concord, raised, path):
    answer = concord.api(*STRANGER).get(f"/cases/{raised}/{path}")
    missing = concord.api(*STRANGER).get(f"/cases/BRK-2026-999999/{path}")
    assert answer.status_code == missing.status_code == 404
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("path", ["record.pdf", "record"])
def test_the_pages_of_a_record_are_for_those_who_see_the_case(concord, raised, path):
    assert concord.browser(*STRANGER).get(f"/cases/{raised}/{path}").status_code == 404
    assert concord.browser().get(f"/cases/{raised}/{path}").status_code == 302


def test_a_program_checks_the_history(concord, raised):
    api = concord.api(*RAISER)
    whole = api.get(f"/cases/{raised}/history/check").json
    kept = history_of(concord, raised)
    assert (whole["events"], whole["hash"], whole["holds"]) == (kept.events, kept.hash, True)
    first = api.get(f"/cases/{raised}/history/check?events=1").json
    assert (first["events"], first["holds"]) == (1, True)
    refused = api.get(f"/cases/{raised}/history/check?events=9999")
    assert (refused.status_code, refused.json["code"]) == (422, "input_refused")


def compared(concord, reference, **typed):
    answer = concord.browser(*RAISER).get(f"/cases/{reference}/record", query_string=typed)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_of_the_record_leads_to_the_file(concord, raised):
    page = compared(concord, raised)
    assert f'href="/cases/{raised}/record.pdf"' in page
    assert len(re.findall("<h1", page)) == 1
    assert "govuk-inset-text" not in page


def test_the_numbers_of_a_record_are_compared_as_they_were_copied(concord, raised):
    kept = history_of(concord, raised)
    copied = f" {kept.hash[:32].upper()}\n{kept.hash[32:]} "
    assert "The same." in compared(concord, raised, events=kept.events, hash=copied)


def test_another_number_is_not_the_same(concord, raised):
    kept = history_of(concord, raised)
    assert "Not the same." in compared(concord, raised, events=kept.events, hash="0" * 64)
    assert "Not the same." in compared(concord, raised, events=kept.events - 1, hash=kept.hash)


def test_without_a_number_the_page_says_which_it_is(concord, raised):
    kept = history_of(concord, raised)
    assert kept.hash in compared(concord, raised, events=kept.events)


@pytest.mark.parametrize("events", ["", "many", "-1", "0", "99999", "9" * 50, "²"])
def test_a_count_that_cannot_be_is_refused_in_words(concord, raised, events):
    page = compared(concord, raised, events=events, hash="ab")
    assert "<title>Error: " in page
    assert "There is a problem" in page
    assert "The same." not in page


def test_a_count_that_is_too_large_is_told_as_it_was_typed(concord, raised):
    kept = history_of(concord, raised)
    assert f"{raised} has {kept.events} events, not 99999." in compared(
        concord, raised, events="99999", hash="ab"
    )
