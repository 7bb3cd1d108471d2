"""When somebody is away, as a page and for programs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.clock import LONDON
from engine.persistence.directory import Absence
from tests.support.app import post_form

MANAGER = ("line-manager", "reading-school")
LEAD = ("safeguarding-lead", "reading-school")
RAISER = ("practitioner", "reading-school")


def day(concord, days):
    return concord.engine.clock.now().astimezone(LONDON).date() + timedelta(days=days)


def typed(concord, first, last, deputy, **more):
    fields = {"deputy": str(concord.actor(*deputy).person_id), **more}
    for name, days in (("first_day", first), ("last_day", last)):
        one = day(concord, days)
        parts = {"day": one.day, "month": one.month, "year": one.year}
        fields |= {f"{name}-{part}": str(number) for part, number in parts.items()}
    return fields


def absences(concord):
    with concord.engine.open_reading() as work:
        return work.session.scalars(select(Absence)).all()


def test_somebody_arranges_their_own_absence_by_days_and_takes_it_back(concord):
    browser = concord.browser(*MANAGER)
    answer = post_form(browser, "/away", typed(concord, 1, 3, LEAD), page="/away")
    assert answer.headers["Location"] == "/away"
    page = browser.get("/away").text
    assert "Safeguarding lead, Reading School (demo) stands in from the first day" in page
    (row,) = absences(concord)
    begins, ends = (at.astimezone(LONDON) for at in (row.starts_at, row.ends_at))
    assert (begins.date(), begins.hour, begins.minute) == (day(concord, 1), 0, 0)
    assert (ends.date(), ends.hour, ends.minute) == (day(concord, 4), 0, 0)
    assert "until the end of" in page
    post_form(browser, f"/away/{row.id}/end", {}, page="/away")
    assert "The absence has ended" in browser.get("/away").text
    assert absences(concord)[0].ended_at is not None


def test_what_is_missing_or_wrong_is_said_beside_its_field_and_stays_typed(concord):
    browser = concord.browser(*MANAGER)
    answer = post_form(browser, "/away", {}, page="/away")
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    for anchor in ("#f-first_day-day", "#f-last_day-day", "#f-deputy"):
        assert f'href="{anchor}"' in answer.text
    early = post_form(browser, "/away", typed(concord, -3, 3, LEAD), page="/away")
    assert "must be today or in the future" in early.text
    turned = post_form(browser, "/away", typed(concord, 3, 1, LEAD), page="/away")
    assert turned.status_code == 422
    assert f'value="{day(concord, 3).year}"' in turned.text
    assert absences(concord) == []


def test_a_refusal_of_the_engine_stands_beside_its_field_too(concord):
    browser = concord.browser(*MANAGER)
    post_form(browser, "/away", typed(concord, 1, 3, LEAD), page="/away")
    again = post_form(browser, "/away", typed(concord, 2, 4, LEAD), page="/away")
    assert again.status_code == 422
    assert "is arranged already" in again.text
    assert 'href="#f-first_day-day"' in again.text


def test_a_manager_finds_a_colleague_and_arranges_cover(concord):
    browser = concord.browser(*LEAD)
    absent = concord.actor(*MANAGER).person_id
    page = browser.get("/away?name=line%20man").text
    assert f'href="/away?person={absent}"' in page
    form = browser.get(f"/away?person={absent}").text
    assert "Line manager, Reading School (demo) is away" in form
    assert f'<option value="{concord.actor(*LEAD).person_id}"' not in form
    senior = ("senior-manager", "reading-school")
    fields = typed(concord, 0, 0, senior, person=str(absent))
    assert post_form(browser, "/away", fields, page="/away").status_code == 302
    assert concord.actor(*senior).stands_in_for == {absent}
    assert "End it now" in browser.get("/away").text
    assert "You stand in for" in concord.browser(*senior).get("/away").text
    assert "stands in for you" in concord.browser(*MANAGER).get("/away").text
    wrong = post_form(browser, "/away", {"person": str(absent)}, page="/away")
    assert "Line manager, Reading School (demo) is away" in wrong.text


@pytest.mark.parametrize("other", [("line-manager", "thames-police"), RAISER])
def test_who_does_not_manage_somebody_arranges_nothing_for_them(concord, other):
    browser, absent = concord.browser(*other), concord.actor(*MANAGER).person_id
    assert browser.get(f"/away?person={absent}").status_code == 403
    fields = typed(concord, 1, 2, LEAD, person=str(absent))
    assert post_form(browser, "/away", fields, page="/away").status_code in {403, 422}
    assert absences(concord) == []


def test_a_practitioner_is_offered_no_cover_for_others(concord):
    assert "Cover for a colleague" not in concord.browser(*RAISER).get("/away").text


def test_nobody_is_not_found(concord):
    browser = concord.browser(*LEAD)
    assert browser.get("/away?person=99999").status_code == 404
    assert post_form(browser, "/away/99999/end", {}, page="/away").status_code == 404


@pytest.mark.parametrize("person", ["-1", "9" * 30])
def test_a_number_that_no_person_has_is_not_found(concord, person):
    browser = concord.browser(*LEAD)
    assert browser.get(f"/away?person={person}").status_code == 404
    assert post_form(browser, "/away", {"person": person}, page="/away").status_code == 404


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00"])
def test_a_time_that_is_none_in_utc_is_refused_by_its_name(concord, at):
    deputy = concord.actor(*MANAGER).person_id
    body = {"deputy_id": deputy, "starts_at": at, "ends_at": "2026-12-01T00:00:00Z"}
    refused = concord.api(*LEAD).post("/absences", body)
    assert refused.status_code == 422
    assert [error["key"] for error in refused.json["errors"]] == ["starts_at"]


def test_somebody_without_colleagues_is_told_so(concord):
    page = concord.browser("administrator", "berkshire-partnership").get("/away").text
    assert "Nobody can stand in for you here" in page


def test_programs_arrange_list_and_end_absences(concord):
    program, now = concord.api(*MANAGER), concord.engine.clock.now()
    body = {
        "deputy_id": concord.actor(*LEAD).person_id,
        "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(days=2)).isoformat(),
    }
    made = program.post("/absences", body)
    assert made.status_code == 201
    (row,) = program.get("/absences").json["items"]
    assert row["id"] == made.json["id"]
    assert (row["deputy_name"], row["is_running"], row["may_end"]) == (
        "Safeguarding lead, Reading School (demo)",
        True,
        True,
    )
    assert concord.actor(*LEAD).stands_in_for
    assert program.send("DELETE", f"/absences/{row['id']}").status_code == 204
    assert program.get("/absences").json["items"] == []
    refused = program.post("/absences", body | {"deputy_id": concord.actor(*MANAGER).person_id})
    assert refused.json["code"] == "answers_invalid"
    assert [error["key"] for error in refused.json["errors"]] == ["deputy_id"]
    other = concord.api(*RAISER).post(
        "/absences", body | {"person_id": concord.actor(*MANAGER).person_id}
    )
    assert other.status_code == 403
