PRACTITIONER = ("practitioner", "reading-school")
OTHER_SIDE = ("practitioner", "reading-council")
ADMINISTRATOR = ("administrator", "berkshire-partnership")
STRANGER = ("practitioner", "thames-police")
ANSWERS = {
    "close_reason": "withdrawn",
    "still_at_risk": "no",
    "close_words": "Both agencies have found a common plan.",
}


def close(concord, reference, role=PRACTITIONER, **answers):
    body = {"answers": {**ANSWERS, **answers}}
    return concord.api(*role).post(f"/cases/{reference}/closing", body)


def test_a_case_is_closed_and_says_why(concord):
    reference = concord.raise_case().reference
    answer = close(concord, reference)
    assert answer.status_code == 200
    assert answer.json == {"reference": reference, "closed_as": "withdrawn", "ended": True}
    case = concord.api(*PRACTITIONER).get(f"/cases/{reference}").json
    assert (case["outcome"], case["closed_as"]) == ("Withdrawn", "withdrawn")
    assert case["outcome_element_id"] is None


def test_cases_are_found_by_why_they_were_closed(concord):
    closed, other = concord.raise_case().reference, concord.raise_case().reference
    close(concord, closed, close_reason="moved")
    api = concord.api(*PRACTITIONER)
    found = api.get("/cases?closed_as=moved").json["items"]
    assert [case["reference"] for case in found] == [closed]
    assert [case["reference"] for case in api.get("/cases?state=open").json["items"]] == [other]
    assert api.get("/cases?closed_as=bored").status_code == 422


def test_who_may_not_close_is_told_why_or_finds_nothing(concord):
    reference = concord.raise_case().reference
    assert close(concord, reference, OTHER_SIDE).status_code == 403
    assert close(concord, reference, STRANGER).status_code == 404
    refused = close(concord, reference, still_at_risk="yes")
    assert (refused.status_code, refused.json["code"]) == (403, "not_allowed")
    assert "a manager of Reading School" in refused.json["detail"]
    assert close(concord, reference, ADMINISTRATOR).status_code == 200


def test_wrong_answers_are_named(concord):
    answer = close(concord, concord.raise_case().reference, close_reason="bored")
    assert answer.status_code == 422
    assert [problem["key"] for problem in answer.json["errors"]] == ["close_reason"]


def test_an_ended_case_is_raised_again_as_a_linked_one(concord):
    api, first = concord.api(*PRACTITIONER), concord.raise_case().reference
    again = {"area": "reading", "after": first}
    assert api.post("/cases", again).status_code == 422
    close(concord, first)
    second = api.post("/cases", again).json["reference"]
    (link,) = api.get(f"/cases/{second}/links").json["items"]
    (back,) = api.get(f"/cases/{first}/links").json["items"]
    assert (link["reference"], link["kind"], link["is_earlier"]) == (first, "raised_again", True)
    assert (back["reference"], back["is_earlier"]) == (second, False)


def test_who_may_not_see_the_other_case_does_not_learn_of_the_link(concord):
    first = concord.raise_case().reference
    close(concord, first)
    body = {"area": "reading", "after": first}
    concord.api(*PRACTITIONER).post("/cases", body)
    assert concord.api(*OTHER_SIDE).get(f"/cases/{first}/links").json["items"] == []
    assert concord.api(*STRANGER).post("/cases", body).status_code == 422


def test_another_agency_takes_part(concord):
    reference = concord.raise_case().reference
    path = f"/cases/{reference}/agencies"
    body = {"joining": "berkshire-health", "leaving": "reading-council"}
    assert concord.api(*PRACTITIONER).post(path, body).status_code == 403
    assert concord.api(*STRANGER).post(path, body).status_code == 404
    answer = concord.api(*ADMINISTRATOR).post(path, body)
    assert answer.status_code == 200
    assert {one["agency_key"]: one["side"] for one in answer.json["items"]} == {
        "reading-school": "raising",
        "berkshire-health": "receiving",
    }
    again = concord.api(*ADMINISTRATOR).post(path, {"joining": "reading-school"})
    assert (again.status_code, again.json["code"]) == (422, "input_refused")


def test_a_name_in_why_a_case_is_closed_needs_a_reason(concord):
    reference = concord.raise_case().reference
    raiser, path = concord.api("practitioner", "reading-school"), f"/cases/{reference}/closing"
    answers = {
        "close_reason": "withdrawn",
        "still_at_risk": "no",
        "close_words": "John Smith and the school have agreed on a plan.",
    }
    asked = raiser.post(path, {"answers": answers})
    assert (asked.status_code, asked.json["code"]) == (422, "answers_questioned")
    assert raiser.get(f"/cases/{reference}").json["ended_at"] is None
    kept = {"close_words": "He is the solicitor of both agencies."}
    assert raiser.post(path, {"answers": answers, "kept_reasons": kept}).status_code == 200
