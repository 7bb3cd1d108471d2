"""A scenario that is not true fails, and says at which step and why."""

from dataclasses import replace

import pytest

from engine.clock import SystemClock
from engine.trial.scenario import ScenarioUnreadableError, read_scenario
from engine.trial.scenarios import run_scenario

GIVEN = """
title: A trial
given: {area: reading, now: "2026-09-07 10:00", raising: reading-school, receiving: reading-council}
steps:
  - complete: Task_S0_Raise
    as: practitioner of raising
    answers: {immediate_harm: "no", concern_remains: "yes"}
"""
TOLD = "{notification: Notify_S0_Report, to: [line-manager of both; practitioner of both]}"
TRUE = {
    "open and due": """
  - expect: {open: [Task_S0_Discuss], due: {Task_S0_Discuss: "2026-09-08 10:00"}, stage: S0}
""",
    "nothing told": """
  - expect: {told: [], fired: []}
""",
    "a limit": f"""
  - until: "2026-09-08 10:00"
  - expect: {{told: [{TOLD}], fired: [Timer_S0_OneWorkingDay], open: [Task_S1_Contact]}}
  - gone: Task_S0_Discuss
    as: practitioner of raising
    answers: {{s0_plan: Too late}}
""",
    "a span": """
  - advance: PT30H
  - expect: {fired: [Timer_S0_OneWorkingDay], due: {Task_S1_Contact: "2026-09-09 10:00"}}
""",
    "claim, draft, refuse": """
  - draft: Task_S0_Discuss
    as: practitioner of receiving
    answers: {why_unresolved: Half}
  - claim: Task_S0_Discuss
    as: practitioner of raising
  - refuse: Task_S0_Discuss
    as: practitioner of raising
    answers: {s0_outcome: maybe}
    fields: [s0_outcome]
""",
    "question, kept": """
  - question: Task_S0_Discuss
    as: practitioner of raising
    answers: {s0_outcome: not_resolved, why_unresolved: "Mr Kowalski moved in."}
    fields: [why_unresolved]
  - complete: Task_S0_Discuss
    as: practitioner of raising
    answers: {s0_outcome: not_resolved, why_unresolved: "Mr Kowalski moved in."}
    kept: {why_unresolved: The order names him.}
""",
    "danger": """
  - message: ImmediateDanger
    as: practitioner of receiving
  - expect:
      told:
        - notification: Notify_Danger
          to: [safeguarding-lead of reporter; line-manager of reporter]
""",
}
FALSE = {
    "wrong task open": ("- expect: {open: [Task_S1_Contact]}", "Open should be Task_S1_Contact"),
    "one open too many": (
        "- expect: {open: [Task_S0_Discuss, Task_S0_Discuss]}",
        "Open should be Task_S0_Discuss, Task_S0_Discuss",
    ),
    "wrong limit": (
        '- expect: {due: {Task_S0_Discuss: "2026-09-08 10:01"}}',
        "should be due 08 Sep 2026 10:01, but is due 08 Sep 2026 10:00",
    ),
    "told to nobody": (
        f"- expect: {{told: [{TOLD}]}}",
        "Notify_S0_Report should have told line-manager of both",
    ),
    "not fired": ("- expect: {fired: [Timer_S0_OneWorkingDay]}", "Fired should be"),
    "not ended": ("- expect: {ended: End_Resolved}", "is open"),
    "wrong stage": ("- expect: {stage: S1}", "The stage should be S1, but is S0"),
    "wrong outcome": ("- expect: {outcome: End_Resolved}", "The outcome should be"),
    "misspelt expectation": ("- expect: {opne: []}", "expect knows no opne"),
    "not theirs": (
        "- complete: Task_S0_Discuss\n    as: senior-manager of raising",
        "No open task Task_S0_Discuss for senior-manager of raising; open: Task_S0_Discuss",
    ),
    "nobody there": ("- claim: Task_S0_Discuss\n    as: editor of raising", "has no editor"),
    "not gone": (
        "- gone: Task_S0_Discuss\n    as: practitioner of raising",
        "No task Task_S0_Discuss has been closed",
    ),
    "not refused": (
        "- refuse: Task_S0_Discuss\n    as: practitioner of raising\n    fields: []",
        "took answers that it should refuse",
    ),
    "not questioned": (
        "- question: Task_S0_Discuss\n    as: practitioner of raising\n    fields: []",
        "took answers that it should question",
    ),
    "questioned otherwise": (
        (
            "- question: Task_S0_Discuss\n    as: practitioner of raising\n    fields: [x]\n"
            "    answers: {s0_outcome: not_resolved, why_unresolved: Mr Kowalski moved in.}"
        ),
        "should question ['x'], but questioned why_unresolved",
    ),
    "refused otherwise": (
        (
            "- refuse: Task_S0_Discuss\n    as: practitioner of raising\n"
            "    answers: {s0_outcome: maybe}\n    fields: [contact_at]"
        ),
        "step 2: refuse Task_S0_Discuss: Select an answer",
    ),
    "wrong answers": (
        (
            "- complete: Task_S0_Discuss\n    as: practitioner of raising\n"
            "    answers: {s0_outcome: maybe}"
        ),
        "step 2: complete Task_S0_Discuss",
    ),
    "no such message": (
        "- message: Hello\n    as: practitioner of raising",
        "There is no message Hello",
    ),
    "refused for another reason": (
        (
            "- refuse: Task_S0_Discuss\n    as: practitioner of raising\n"
            '    answers: {contact_at: "2030-01-01 10:00"}\n    fields: [contact_at, s0_outcome]'
        ),
        "should refuse ['contact_at', 's0_outcome'], but refused contact_at",
    ),
    "no time": ("- until: soon", "“soon” is not a time"),
    "due at no time": ("- expect: {due: {Task_S0_Discuss: soon}}", "“soon” is not a time"),
    "told in no words": ("- expect: {told: [{}]}", "step 2: expect"),
    "told to no role": (
        (
            "- advance: PT30H\n"
            "  - expect: {told: [{notification: Notify_S0_Report, to: [everybody of both]}]}"
        ),
        "step 3: expect",
    ),
    "no span": ("- advance: tomorrow", "step 2: advance tomorrow"),
    "nobody": ("- complete: Task_S0_Discuss", "step 2: “complete:” needs “as:”"),
    "somebody who is not there": (
        "- complete: Task_S0_Discuss\n    as: editor of raising",
        "step 2: The directory has no editor of reading-school",
    ),
    "no answers": (
        "- complete: Task_S0_Discuss\n    as: practitioner of raising\n    answers: 5",
        "step 2: This step cannot be played as written",
    ),
    "nothing that can be expected": (
        "- expect: [5]",
        "step 2: This step cannot be played as written",
    ),
}
BEGINNINGS = {
    "no such area": ("area: reading", "area: nowhere", "No area nowhere"),
    "no such agency": ("raising: reading-school", "raising: nobody", "no practitioner of nobody"),
    "no earlier case": (
        "raising: reading",
        "earlier: 5, raising: reading",
        "cannot begin with what",
    ),
}
UNREADABLE = {
    "no YAML": "{",
    "no mapping": "- a",
    "no steps": "title: A\ngiven: {}",
    "an incomplete beginning": "title: A\ngiven: {area: reading}\nsteps: []",
    "a beginning at no time": (
        "title: A\ngiven: {area: a, now: soon, raising: b, receiving: c}\nsteps: []"
    ),
    "a step that does nothing": GIVEN + "  - sleep: PT1H\n",
    "no steps in a list": GIVEN.replace("steps:", "steps: 5\nothers:"),
    "no clauses in a list": GIVEN + "clauses: 5\n",
    "no such day": GIVEN + "clauses: [2026-13-45]\n",
    "too deep": "title: " + "[" * 5_000,
    "references": "a: &a [x, x]\nb: [*a, *a]\n",
}


@pytest.mark.parametrize("steps", TRUE.values(), ids=TRUE)
def test_what_is_true_passes(berkshire, steps):
    result = run_scenario(berkshire.engine, "true.yaml", (GIVEN + steps).encode())
    assert result.failure is None
    assert (result.passed, result.title) == (True, "A trial")


@pytest.mark.parametrize(("steps", "reason"), FALSE.values(), ids=FALSE)
def test_what_is_not_true_fails_at_its_step_with_its_reason(berkshire, steps, reason):
    result = run_scenario(berkshire.engine, "false.yaml", f"{GIVEN}  {steps}\n".encode())
    assert not result.passed
    assert reason in result.failure
    assert "Task_S0_Raise" in result.elements


@pytest.mark.parametrize(("old", "new", "reason"), BEGINNINGS.values(), ids=BEGINNINGS)
def test_a_case_that_cannot_begin_fails_and_stops_nothing_else(berkshire, old, new, reason):
    result = run_scenario(berkshire.engine, "odd.yaml", GIVEN.replace(old, new).encode())
    assert not result.passed
    assert reason in result.failure


@pytest.mark.parametrize("source", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_scenario_is_named_as_such(berkshire, source):
    with pytest.raises(ScenarioUnreadableError):
        read_scenario(source.encode())
    result = run_scenario(berkshire.engine, "odd.yaml", source.encode())
    assert not result.passed
    assert result.title == "odd.yaml"


def test_a_scenario_runs_on_a_clock_that_can_be_set_only(berkshire):
    engine = replace(berkshire.engine, clock=SystemClock())
    with pytest.raises(TypeError, match="trial"):
        run_scenario(engine, "true.yaml", GIVEN.encode())
