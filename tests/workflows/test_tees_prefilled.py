"""What the forms of Tees offer before anybody has typed: the record's place and the tier."""

from typing import Any

import pytest

from engine.definitions.compiled import compile_bundle
from forms.definition import read_form
from forms.feel import parse_expression
from forms.scope import Scope
from tests.support.engine import ROOT
from tests.workflows.editions import FORMS, bundle_of

TEES = ROOT / "workflows/tees/undated"


def place_of_record(variables: dict[str, Any]) -> Any:
    """Return where the record of stage one is kept by default, as its call hands it over."""
    call = compile_bundle(bundle_of(TEES)).library.element("Call_T1_Record")
    handed = {entry.target: entry.expression for entry in call.mappings.inputs}
    return parse_expression(handed["record_place"]).evaluate(variables, {})


def filled_in(form: str, key: str, variables: dict[str, Any]) -> Any:
    """Return what a form fills in for a question."""
    source = (FORMS / "tees" / f"{form}.form").read_bytes()
    expression = read_form(form, source).field(key).default_expression
    assert expression is not None
    return Scope({}, variables, {}).evaluate(expression)


@pytest.mark.parametrize(
    ("in_meeting", "place"),
    [("yes", "minutes_of_meeting"), ("no", "agency_case_management_system")],
)
def test_a_challenge_made_in_a_meeting_is_recorded_in_its_minutes(in_meeting, place):
    handed_over = place_of_record({"raised_in_meeting": in_meeting})
    assert filled_in("RECORD", "saved_where", {"record_place": handed_over}) == place


def test_the_record_offers_only_places_that_it_knows():
    source = (FORMS / "tees" / "RECORD.form").read_bytes()
    known = {option.value for option in read_form("RECORD", source).field("saved_where").options}
    assert {"minutes_of_meeting", "agency_case_management_system"} <= known


@pytest.mark.parametrize(
    ("before", "tier"),
    [
        ({}, 1),
        ({"t3_tier": 1, "t3_outcome": "not_resolved"}, 2),
        ({"t3_tier": 2, "t3_outcome": "not_resolved"}, 3),
        ({"t3_tier": 2, "t3_outcome": "professional_meeting"}, 2),
    ],
    ids=["at the beginning", "one up", "two up", "after a professional meeting"],
)
def test_the_tier_goes_up_by_itself_and_stays_after_a_professional_meeting(before, tier):
    assert filled_in("TEES-T3", "t3_tier", before) == tier


def test_line_managers_find_the_three_statements_as_the_professional_wrote_them():
    said = {"why_unsafe": "No visits.", "change_wanted": "A visit.", "impact": "Missed school."}
    assert {key: filled_in("TEES-T2", key, said) for key in said} == said
