"""A saved run is a scenario, and playing the scenario gives the same run."""

import pytest

from engine.errors import InputRefusedError
from engine.trial.databases import open_throw_away_database
from engine.trial.sandbox_scenario import file_name_of, scenario_of
from engine.trial.sandbox_steps import RunStep, Verb
from engine.trial.scenario import read_scenario
from engine.trial.scenarios import run_scenario
from engine.trial.store import open_trial
from engine.trial.witness import Witness, reached

OFFICE = "administrator@berkshire-partnership.example"


def saved(tryer, title="A run that was saved"):
    return scenario_of(tryer.engine, tryer.run, tryer.bundle, title)


def assert_plays_the_same(tryer):
    """Play what is saved on a fresh store: everything expected comes, over the same path."""
    with open_throw_away_database() as database:
        played = run_scenario(open_trial(database, tryer.bundle), "x", saved(tryer).encode())
    assert played.failure is None
    history = tryer.inside(lambda store: Witness(store.engine, store.case.id).history())
    assert (played.elements, played.flows) == reached(history)


def test_a_run_with_everything_plays_the_same(tryer):
    tryer.take("Task_S0_Raise")
    tryer.alert("practitioner@reading-council.example")
    tryer.take("Task_Danger_Act", "Act now; dial 999 if appropriate")
    tryer.alert()
    tryer.let_limit_pass()
    tryer.take("Task_S1_Contact", "Seek a solution at next managerial level")
    tryer.wait(hours=30)
    tryer.take("Task_S2_Contact", "Consider matter with equivalent manager")
    tryer.do(RunStep(Verb.TRANSFER, "berkshire-health", OFFICE, leaving="reading-council"))
    assert_plays_the_same(tryer)


def test_a_run_to_its_end_plays_the_same(tryer):
    tryer.take("Task_S0_Raise")
    tryer.take("Task_S0_Discuss", "Confirm outcome, save your record")
    while opened := tryer.open_elements:
        tryer.take(opened[0])
    assert tryer.look().case.ended_at is not None
    assert "ended: End_" in saved(tryer)
    assert_plays_the_same(tryer)


def test_a_closed_case_plays_the_same(tryer):
    tryer.take("Task_S0_Raise")
    said = {"still_at_risk": "no", "close_words": "Raised twice."}
    person = "practitioner@reading-school.example"
    tryer.do(RunStep(Verb.CLOSE, "raised_in_error", person, answers=said))
    assert "closed: raised_in_error" in saved(tryer)
    assert_plays_the_same(tryer)


def test_of_several_steps_alike_the_right_one_is_meant(tryer):
    tryer.take("Task_S0_Raise")
    tryer.alert()
    tryer.alert()
    steps = [step for step in tryer.look().open_steps if step.is_danger]
    second = next(step for step in steps if step.place.number == 1)
    way = next(way for way in second.ways if way.answers["child_safe_now"] == "yes")
    person, place = second.people[0].email, second.place
    tryer.do(RunStep(Verb.COMPLETE, place.element_id, person, place, way.answers))
    assert "which: 2" in saved(tryer)
    assert_plays_the_same(tryer)


def test_it_reads_as_people_write_one(tryer):
    tryer.take("Task_S0_Raise")
    tryer.let_limit_pass()
    text = saved(tryer, "The line managers are asked after a day")
    assert text.startswith(
        'title: "The line managers are asked after a day"\ngiven: {area: reading'
    )
    assert "  - complete: Task_S0_Raise\n    as: practitioner of raising\n    answers: {" in text
    assert '  - until: "2026-09-08 10:00"\n  - expect:\n      stage: S1\n' in text
    assert "to: [line-manager of both, practitioner of both]" in text
    assert read_scenario(text.encode()).steps[0].details["answers"] == {
        "immediate_harm": "no",
        "concern_remains": "yes",
    }


def test_there_has_to_be_a_title_and_a_step(tryer):
    with pytest.raises(InputRefusedError, match="at least one step"):
        saved(tryer)
    tryer.take("Task_S0_Raise")
    for title in ("", "  ", "x" * 121):
        with pytest.raises(InputRefusedError, match="Enter a title"):
            saved(tryer, title)


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("The managers’ 24 hours", "scenarios/the-managers-24-hours.yaml"),
        ("../../etc/passwd", "scenarios/etc-passwd.yaml"),
        ("…", "scenarios/trial-run.yaml"),
    ],
)
def test_the_title_gives_the_name_of_the_file(title, path):
    assert file_name_of(title) == path
