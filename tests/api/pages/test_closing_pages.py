"""Closing a case, raising it again, and changing its agencies, on pages."""

import re

from tests.support.app import post_form

RAISER = ("practitioner", "reading-school")
OTHER_SIDE = ("practitioner", "reading-council")
ADMINISTRATOR = ("administrator", "berkshire-partnership")
FIELDS = {
    "close_reason": "withdrawn",
    "still_at_risk": "no",
    "close_words": "Both agencies have found a common plan.",
}


def page(client, path):
    return client.get(path).get_data(as_text=True)


def sent(client, path, fields):
    answer = post_form(client, path, fields, page=path)
    return answer.status_code, answer.get_data(as_text=True)


def test_a_case_is_closed_after_one_more_look(concord):
    reference = concord.raise_case().reference
    client, path = concord.browser(*RAISER), f"/cases/{reference}/closing"
    assert "Close the case outside the procedure" in page(client, f"/cases/{reference}")
    status, body = sent(client, path, FIELDS)
    assert (status, f"Close {reference}?" in body) == (200, True)
    assert "Withdrawn by the agency that raised it" in body
    assert sent(client, path, {**FIELDS, "confirmed": "yes"})[0] == 302
    body = page(client, f"/cases/{reference}")
    assert "The case has ended: Withdrawn." in body
    assert "Both agencies have found a common plan." in body
    assert "Withdrawn" in page(client, "/cases?show=ended")
    assert path not in body


def test_what_was_typed_stays_when_it_is_refused_or_changed(concord):
    reference = concord.raise_case().reference
    client, path = concord.browser(*RAISER), f"/cases/{reference}/closing"
    for fields, wanted in (
        ({**FIELDS, "close_reason": ""}, 422),
        ({**FIELDS, "change": "yes"}, 200),
        ({**FIELDS, "close_reason": "duplicate", "confirmed": "yes"}, 422),
        ({**FIELDS, "still_at_risk": "yes", "confirmed": "yes"}, 403),
    ):
        status, body = sent(client, path, fields)
        assert status == wanted
        assert "Both agencies have found a common plan." in body


def test_what_was_typed_after_the_session_had_ended_waits_in_the_form(concord):
    reference = concord.raise_case().reference
    client, path = concord.browser(*RAISER), f"/cases/{reference}/closing"
    writer = re.search(r'name="writer" value="(\d+)"', page(client, path))[1]
    client.delete_cookie("session")
    fields, own = {**FIELDS, "writer": writer}, {"Sec-Fetch-Site": "same-origin"}
    assert client.post(path, data=fields, headers=own).status_code == 302
    post_form(client, "/demo/login", {"email": "practitioner@reading-school.example"})
    assert f'href="{path}">Your reasons for closing the case' in page(client, "/inbox")
    body = page(client, path)
    assert "nothing has been sent yet" in body
    assert "Both agencies have found a common plan." in body
    kept_id = re.search(r'name="kept_id" value="(\w+)"', body)[1]
    status, _ = sent(client, path, {**fields, "kept_id": kept_id, "confirmed": "yes"})
    assert status == 302
    assert "Your reasons for closing" not in page(client, "/inbox")


def test_what_was_typed_is_shown_when_a_colleague_was_faster(concord):
    reference = concord.raise_case().reference
    path = f"/cases/{reference}/closing"
    client, other = concord.browser(*RAISER), concord.browser(*ADMINISTRATOR)
    page(client, path)
    assert sent(other, path, {**FIELDS, "confirmed": "yes"})[0] == 302
    words = "We have agreed among ourselves."
    status, body = sent(client, path, {**FIELDS, "close_words": words, "confirmed": "yes"})
    assert status in {403, 422}
    assert words in body
    assert "What was typed" not in page(client, path)


def test_nobody_closes_with_what_somebody_else_typed_on_the_same_computer(concord):
    reference = concord.raise_case().reference
    client, path = concord.browser(*RAISER), f"/cases/{reference}/closing"
    other = concord.actor(*OTHER_SIDE).person_id
    status, body = sent(client, path, {**FIELDS, "writer": str(other), "confirmed": "yes"})
    assert (status, "This was not sent" in body) == (409, True)
    assert "Both agencies have found a common plan." in body
    assert "The case has ended" not in page(client, f"/cases/{reference}")


def test_who_may_not_close_is_told_so_and_not_offered_it(concord):
    reference = concord.raise_case().reference
    client = concord.browser(*OTHER_SIDE)
    assert "/closing" not in page(client, f"/cases/{reference}")
    assert "You cannot close this case" in page(client, f"/cases/{reference}/closing")
    stranger = concord.browser("practitioner", "thames-police")
    assert stranger.get(f"/cases/{reference}/closing").status_code == 404


def test_an_ended_case_can_be_raised_again_and_both_show_the_link(concord):
    reference = concord.raise_case().reference
    client = concord.browser(*RAISER)
    sent(client, f"/cases/{reference}/closing", {**FIELDS, "confirmed": "yes"})
    again = f"/raise?after={reference}"
    assert again in page(client, f"/cases/{reference}")
    assert f'linked to <span class="concord-reference">{reference}' in page(client, again)
    answer = post_form(
        client, "/raise", {"area": "reading", "agency": "reading-school", "after": reference}
    )
    assert answer.status_code == 302
    body = page(client, f"/cases/{reference}")
    assert "Raised again as" in body


def test_an_administrator_closes_without_seeing_the_case(concord):
    reference = concord.raise_case().reference
    client = concord.browser(*ADMINISTRATOR)
    assert client.get(f"/cases/{reference}").status_code == 404
    path = f"/cases/{reference}/closing"
    assert sent(client, path, {**FIELDS, "confirmed": "yes"})[0] == 302


def test_an_administrator_changes_the_agencies(concord):
    reference = concord.raise_case().reference
    client, path = concord.browser(*ADMINISTRATOR), f"/cases/{reference}/agencies"
    assert "Whose place does the agency take?" in page(client, path)
    status, body = sent(client, path, {"leaving": "reading-council"})
    assert (status, "Select the agency that comes in" in body) == (422, True)
    status, body = sent(client, path, {"leaving": "nobody", "joining": "reading-school"})
    assert (status, "No agency can stand on both sides" in body) == (422, True)
    fields = {"leaving": "reading-council", "joining": "berkshire-health"}
    assert sent(client, path, fields)[0] == 302
    assert "Berkshire Health" in page(client, path)
    assert "You cannot change them" in page(concord.browser(*RAISER), path)
