"""The written account of Southend, Essex and Thurrock is filled in from the stages."""

from typing import Any

from forms.definition import read_form
from forms.scope import Scope
from tests.workflows.editions import FORMS

FILE = FORMS / "southend-essex-thurrock" / "SET-S4-ACCOUNT.form"
SETTLED_AT_ONCE = {
    "reason_codes": ["referral"],
    "agreed_deadline": "2026-10-27T09:05:00Z",
    "discussed_at": "2026-10-26T23:30:00Z",
    "s1_outcome": "resolved",
    "policy_issue": "yes",
}
ALL_STAGES = {
    "reason_codes": ["referral", "response_to_harm"],
    "agreed_deadline": "2026-06-04T11:00:00Z",
    "briefs": [
        {"agency": "southend-school", "brief_at": "2026-06-06T23:30:00Z"},
        {"agency": "southend-council", "brief_at": "2026-06-05T10:00:00Z"},
    ],
    "s2_outcome": "not_resolved",
    "s2_contact_at": "2026-06-08T10:00:00Z",
    "dnp_sought": "yes",
    "s3_outcome": "not_resolved",
    "s3_contact_at": "2026-06-11T10:00:00Z",
    "joint_held_at": "2026-06-10T10:00:00Z",
    "policy_issue": "no",
}


def filled_in(key: str, variables: dict[str, Any]) -> Any:
    """Return what the form fills in for a question before anybody has typed."""
    expression = read_form("SET-S4-ACCOUNT", FILE.read_bytes()).field(key).default_expression
    assert expression is not None
    return Scope({}, variables, {}).evaluate(expression)


def test_the_attempts_name_levels_dates_and_results_in_london_time():
    assert filled_in("account_attempts", ALL_STAGES) == (
        "Stage one, frontline professionals: time scale until 4 June 2026, 12:00. "
        "No discussion recorded. Not resolved.\n\n"
        "Stage two, first line managers: in each of 2 agencies the professional talked with the "
        "own manager, the last on 7 June 2026. Managers spoke on 8 June 2026. Not resolved.\n\n"
        "Stage three, senior managers: discussed on 11 June 2026. Designated professionals "
        "advised. Joint meeting on 10 June 2026. Not resolved."
    )


def test_a_stage_that_was_not_reached_is_not_named():
    assert filled_in("account_attempts", SETTLED_AT_ONCE) == (
        "Stage one, frontline professionals: time scale until 27 October 2026, 09:05. "
        "Discussed on 26 October 2026. Resolved."
    )


def test_a_counterpart_who_was_not_reached_is_said():
    not_reached = {**ALL_STAGES, "s2_contact_at": None, "s3_contact_at": None}
    attempts = filled_in("account_attempts", not_reached)
    assert "The other side was not reached. Not resolved.\n" in attempts
    assert "Stage three, senior managers: the other side was not reached." in attempts


def test_the_dispute_begins_with_what_was_ticked():
    assert filled_in("account_dispute", ALL_STAGES) == (
        "The disagreement is about:\n- a referral\n- a response to actual or likely harm\n\n"
    )
    assert "a significant policy issue" in filled_in("account_dispute", SETTLED_AT_ONCE)
