"""A partnership that the demonstration does not know is tried with agencies that are made up."""

import pytest
from sqlalchemy import select

from engine.definitions.bundle import Bundle
from engine.persistence.directory import Agency, Partnership, Person
from engine.trial.databases import open_throw_away_database
from engine.trial.sandbox import open_bundle
from engine.trial.sandbox_people import starting_points
from engine.trial.sandbox_scenario import scenario_of
from engine.trial.scenarios import run_scenarios
from tests.support.engine import MONDAY, bundle_with

RAISER = "practitioner@example-school.example"
ELSEWHERE = {
    "procedure.toml": ('partnership = "berkshire"', 'partnership = "elsewhere"'),
}


@pytest.fixture
def elsewhere(tryer):
    """Return an editor who has begun to try a procedure of a partnership that nobody knows."""
    tryer.bundle = bundle_with(ELSEWHERE)
    return tryer.begin(MONDAY, person=RAISER, area="example-area")


def test_there_is_somebody_for_every_step_to_the_end(elsewhere):
    seen = []
    while opened := elsewhere.look().open_steps:
        assert all(step.people and step.ways for step in opened)
        seen.append(opened[0].place.element_id)
        elsewhere.take(opened[0].place.element_id)
    assert seen[:2] == ["Task_S0_Raise", "Task_S0_Discuss"]
    assert elsewhere.look().case.ended_at is not None
    assert all(notice.count for notice in elsewhere.look().notices)


def test_every_level_is_asked_when_the_limits_pass(elsewhere):
    elsewhere.take("Task_S0_Raise")
    elsewhere.wait(days=20)
    view = elsewhere.look()
    assert all(step.people for step in view.open_steps)
    assert view.notices
    assert all(notice.count for notice in view.notices)
    assert not view.failures


def test_the_real_directory_gets_nobody(elsewhere, berkshire):
    assert berkshire.rows(select(Partnership.key).where(Partnership.key == "elsewhere")) == []
    assert berkshire.rows(select(Agency.key).where(Agency.key.startswith("example-"))) == []
    assert berkshire.rows(select(Person.id).where(Person.email == RAISER)) == []


def test_a_known_partnership_keeps_its_own_people(tryer):
    with open_bundle(tryer.engine, tryer.bundle) as engine:
        points = starting_points(engine, "berkshire")
    assert not points.are_examples
    assert not any(person.agency_key.startswith("example-") for person in points.people)


def test_a_run_saved_there_plays_as_a_scenario(elsewhere):
    elsewhere.take("Task_S0_Raise")
    elsewhere.let_limit_pass()
    text = scenario_of(elsewhere.engine, elsewhere.run, elsewhere.bundle, "In another place")
    assert "raising: example-school, receiving: example-council" in text
    own = {p: c for p, c in elsewhere.bundle.files.items() if not p.startswith("scenarios/")}
    with open_throw_away_database() as database:
        bundle = Bundle({**own, "scenarios/one.yaml": text.encode()})
        (played,) = run_scenarios(database, bundle)
    assert played.failure is None
