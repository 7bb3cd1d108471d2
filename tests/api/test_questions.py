"""Questions about answers, as a program meets them."""

import pytest

RAISER = ("practitioner", "reading-school")
OTHER_RAISER = ("line-manager", "reading-council")
NAMING = "The worker Kelly Marsh closed the case."
REASON = "The court order itself has this name in it."
NUMBER = "SG-2031/7"


@pytest.fixture
def send(concord):
    """Start a case for somebody and send the raising form; with more beside the answers."""

    def send(role=RAISER, path="completion", beside=None, **given):
        task_id = concord.start_case(*role).user_task_id
        other = "reading-council" if role == RAISER else "reading-school"
        answers = concord.answers_to(
            concord.actor(*role),
            task_id,
            **({"immediate_harm": "no", "receiving_agency": other} | given),
        )
        body = {"answers": answers, **(beside or {})}
        return concord.api(*role).post(f"/user-tasks/{task_id}/{path}", body)

    return send


def test_a_question_comes_back_with_its_field_kind_and_words(send):
    answer = send(concern_remains="yes", concern_summary=NAMING)
    assert (answer.status_code, answer.json["code"]) == (422, "answers_questioned")
    assert answer.json["errors"] == [
        {
            "key": "concern_summary",
            "kind": "name",
            "words": ["Kelly Marsh"],
            "message": "Your concern: “Kelly Marsh” looks like a person’s name. "
            "Change it, or say why it has to stay",
        }
    ]


def test_with_a_reason_it_is_taken(send):
    beside = {"kept_reasons": {"concern_summary": REASON}}
    answer = send(beside=beside, concern_remains="yes", concern_summary=NAMING)
    assert answer.status_code == 200


def test_an_open_case_is_told_with_its_reference_to_those_who_see_it(send):
    first = send(child_ref=NUMBER).json["reference"]
    told = send(child_ref=NUMBER).json["errors"][0]
    assert (told["key"], told["kind"]) == ("child_ref", "open_case")
    assert told["open_case"]["reference"] == first


def test_an_open_case_is_told_to_others_by_stage_and_date_alone(send):
    first = send(child_ref=NUMBER, other_child_ref="C-88").json["reference"]
    answer = send(OTHER_RAISER, child_ref="C-88")
    told = answer.json["errors"][0]["open_case"]
    assert told["reference"] is None
    assert told.keys() == {"reference", "stage_title", "raised_at"}
    assert first not in answer.get_data(as_text=True)


def test_the_two_cases_can_be_linked(send):
    send(child_ref=NUMBER)
    assert send(beside={"link_to_open_case": True}, child_ref=NUMBER).status_code == 200


def test_the_open_case_can_be_joined(concord, send):
    first = send(child_ref=NUMBER, other_child_ref="C-88").json["reference"]
    api = concord.api(*OTHER_RAISER)
    assert api.get(f"/cases/{first}").status_code == 404
    joined = send(OTHER_RAISER, "joining", child_ref="C-88")
    assert (joined.status_code, joined.json) == (200, {"reference": first})
    assert api.get(f"/cases/{first}").status_code == 200


def test_nothing_is_joined_without_an_open_case(send):
    answer = send(path="joining", child_ref=NUMBER)
    assert (answer.status_code, answer.json["code"]) == (422, "input_refused")


@pytest.mark.parametrize(
    "beside",
    [{"kept_reasons": "x"}, {"kept_reasons": {"child_ref": 7}}, {"link_to_open_case": "yes"}],
)
def test_what_stands_beside_the_answers_has_its_shape(send, beside):
    assert send(beside=beside).json["code"] == "unprocessable_entity"
