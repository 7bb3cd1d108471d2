"""Steps and failures in the words of the diagram."""

import pytest

from engine.trial.scenario import ScenarioStep
from engine.trial.step_words import failure_in_words, step_in_words

NAMES = {"Task_S1": "Line managers talk", "Timer_1": "24 hours"}


def step(verb, target, actor=None):
    return ScenarioStep(1, verb, target, actor, {})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            step("complete", "Task_S1", "line-manager of raising"),
            "Line manager of the raising agency completes “Line managers talk”.",
        ),
        (step("message", "X", "practitioner"), "Practitioner sends the message X."),
        (step("advance", "PT24H"), "24 hours pass."),
        (step("advance", "P3D"), "3 days pass."),
        (step("advance", "soon"), "Soon pass."),
        (step("until", "2026-08-28 16:00"), "It is 2026-08-28 16:00."),
        (step("expect", {}), "What is expected then."),
    ],
)
def test_a_step_is_a_sentence(given, words):
    assert step_in_words(given, NAMES) == words


def test_a_failure_names_steps_as_people_see_them():
    failure = "step 3: Open should be Task_S1, but is nothing. Fired should be ['Timer_1']."
    assert failure_in_words(failure, NAMES) == (
        "Open should be “Line managers talk”, but is nothing. Fired should be ['“24 hours”']."
    )
    assert failure_in_words("The case cannot begin: no area", NAMES) == (
        "The case cannot begin: no area"
    )
