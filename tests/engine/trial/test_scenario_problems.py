"""What is wrong with a scenario is found before it is played, with its line."""

import pytest

from engine.trial.scenario_problems import elements_of, find_problems
from engine.trial.scenario_text import MOST_BYTES
from tests.support.engine import berkshire_bundle

FILES = berkshire_bundle().files
KNOWN = elements_of(FILES)
RIGHT = """\
title: "A scenario"
given: {area: reading, now: "2026-10-24 16:00", raising: a, receiving: b}
steps:
  - complete: Task_S0_Raise
    as: practitioner of raising
  - expect:
      open: [Task_S0_Discuss]
"""


def problems(text):
    found = find_problems(text if isinstance(text, bytes) else text.encode(), KNOWN)
    return [(one.line, one.message) for one in found]


def test_every_scenario_of_ours_is_right():
    scenarios = {path: body for path, body in FILES.items() if path.startswith("scenarios/")}
    assert {path: find_problems(body, KNOWN) for path, body in scenarios.items()} == dict.fromkeys(
        scenarios, ()
    )
    assert problems(RIGHT) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title: "A scenario"\n', "", 1, "“title:” is missing"),
        ("area: reading, ", "", 2, "“given:” needs area"),
        ("2026-10-24 16:00", "tomorrow", 2, "is not a time"),
        ("- complete: Task_S0_Raise", "- finish: Task_S0_Raise", 4, "A step is one of"),
        ("Task_S0_Raise", "Task_Nobody", 4, "The diagrams have no step “Task_Nobody”"),
        ("Task_S0_Raise", "GW_S0_Outcome", 4, "is no step that people do"),
        ("    as: practitioner of raising\n", "", 4, "needs “as:”"),
        ("[Task_S0_Discuss]", "[Task_Other]", 7, "no element “Task_Other”"),
        ("open: [Task", "opened: [Task", 7, "“opened:” cannot be expected"),
        ("steps:", "steps: [", 4, "This is not YAML"),
        ('"A scenario"', "*anchor", 1, "references"),
    ],
)
def test_a_problem_is_told_with_its_line(old, new, line, words):
    assert old in RIGHT
    found = problems(RIGHT.replace(old, new))
    assert [one for one in found if one[0] == line and words in one[1]], found


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"- a\n- b",
        b"\xff\xfe",
        b"title: [" * 50,
        b"x" * (MOST_BYTES + 1),
        b"a: &a [x]\nb: *a",
        b"title: x\ngiven: 3\nsteps: 4",
        b"title: x\ngiven: {area: a, now: 3, raising: b, receiving: c}\nsteps: [3]",
        b"\x00",
        b"? {a: b}\n: c",
    ],
)
def test_nonsense_gets_an_answer(source):
    assert problems(source)
