from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.calendar import Calendar
from engine.spiff.process import RunningProcess
from engine.spiff.reading import read_diagrams
from tests.engine.spiff.diagrams import (
    boundary,
    call,
    duration,
    each,
    end,
    file,
    flow,
    message,
    node,
    notify,
    path,
    process,
    repeated,
    start,
    sub,
    timer,
    user,
    xor,
)
from tests.engine.spiff.running import FakeHost

WORKFLOWS = Path(__file__).parents[3] / "workflows"
BERKSHIRE = WORKFLOWS / "berkshire" / "2026-03-25"
WORDS = ("yes", "no", "resolved", "not_resolved", "professionals_meeting", "unresolved")
NAMES = (
    "concern_remains",
    "s0_outcome",
    "s1_outcome",
    "s2_outcome",
    "s3_outcome",
    "s4_outcome",
    "outcome",
    "confirms_outcome",
    "lessons_identified",
    "policy_gap",
    "child_safe_now",
)


def called():
    """Return a process that asks each agency, and again where one objects."""
    objection = flow("CG", "CC", '=some r in records satisfies r.outcome = "no"')
    tasks = each("CR", output="records") + user("CC")
    tasks += each("CR2", condition="=count(agencies) > 5")
    flows = path("CS", "CR", "CG", "CE") + objection + path("CC", "CR2", "CE2")
    parts = (start("CS"), xor("CG", "CG-CE"), tasks, end("CE"), end("CE2"), flows)
    return process(*parts, process_id="called")


def stage():
    """Return a sub-process with two tasks side by side, and a limit of 48 hours."""
    fork = path("IS", "IP", "IA", "IJ", "IE") + path("IP", "IB", "IJ")
    gateways = node("parallelGateway", "IP") + node("parallelGateway", "IJ")
    inside = sub("Stage", start("IS"), gateways, user("IA"), user("IB"), end("IE"), fork)
    limit = boundary("SL", "Stage", duration("PT48H"), interrupting=False)
    return inside + limit + notify("SN") + end("SF") + path("SL", "SN", "SF")


def visits():
    """Return a repeated sub-process."""
    inside = (start("VS"), user("VA"), end("VE"), path("VS", "VA", "VE"))
    return sub("Visits", *inside, inside=repeated())


def waiting():
    """Return an event-based gateway: five hours, or an answer."""
    events = node("intermediateCatchEvent", "WT", duration("PT5H"))
    events += node("intermediateCatchEvent", "WM", message("Answer"))
    return node("eventBasedGateway", "W") + events + path("W", "WT", "M2") + path("W", "WM", "M2")


def limits():
    """Return timers of the tasks A and B: a reminder, an end, and a daily reminder."""
    reminder = boundary("L1", "A", duration("PT24H"), interrupting=False)
    limit = boundary("L2", "A", duration("PT72H"))
    daily = boundary("L3", "B", timer("Cycle", "R/PT24H"), interrupting=False)
    behind = notify("N1") + end("F1") + notify("N2") + user("R3") + end("F3")
    flows = path("L1", "N1", "F1") + path("L2", "N2", "M1") + path("L3", "R3", "F3")
    return reminder + limit + daily + behind + flows


def inclusive():
    """Return up to two tasks side by side."""
    gateways = node("inclusiveGateway", "I", default="I-Z") + node("inclusiveGateway", "IX")
    choice = flow("I", "X", '=lessons_identified = "yes"') + flow("I", "Y", '=policy_gap = "yes"')
    flows = choice + flow("I", "Z") + path("X", "IX", "G") + path("Y", "IX") + path("Z", "IX")
    return gateways + "".join(map(user, "XYZ")) + flows


def escalation():
    """Return a small procedure with everything in it that the engine runs."""
    mappings = '<camunda:in variables="all"/><camunda:out source="records" target="records"/>'
    plain = user("A") + user("B") + xor("M1") + xor("M2") + xor("G", "G-E")
    flows = path("S", "A", "M1", "B", "C", "Stage", "Visits", "W") + path("M2", "I")
    flows += flow("G", "M1", '=outcome = "not_resolved"') + flow("G", "E")
    parts = (start(), plain, call("C", "called", mappings), stage(), visits(), waiting())
    main = process(
        *parts, limits(), inclusive(), end(), flows, properties={"standingYes": "policy_gap"}
    )
    return read_diagrams({"a.bpmn": file(main, called(), messages=["Answer"])})


LIBRARIES = {
    "escalation": escalation(),
    "berkshire": read_diagrams({f.name: f.read_bytes() for f in BERKSHIRE.glob("*.bpmn")}),
}

answers = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(WORDS), max_size=4)
doings = st.one_of(
    st.tuples(st.just("complete"), st.integers(0, 7), answers),
    st.tuples(st.just("complete"), st.integers(0, 7), answers),
    st.tuples(st.just("wait"), st.integers(0, 120), st.just({})),
    st.tuples(st.just("receive"), st.just(0), answers),
)


class Walker:
    """One instance; `saving` saves and loads it before everything that is done."""

    def __init__(self, library, saving):
        self.library, self.saving = library, saving
        self.host = FakeHost(datetime(2026, 3, 25, 9, tzinfo=UTC))
        self.host.extra["working day deadline"] = lambda start, days: (
            Calendar().working_day_deadline(start, int(days))
        )
        variables = {"agencies": ["a", "b", "c"], "stage": "S0", "handler_role": "practitioner"}
        self.process_id = library.main_processes[0]
        self.process = RunningProcess.start(library, self.process_id, self.host, variables)
        self.earlier = []

    @staticmethod
    def deadline(begin, days):
        return Calendar().working_day_deadline(begin, int(days))

    def do(self, doing, number, values):
        if self.saving and not self.process.is_ended:
            self.earlier.append(self.process.step)
            state = self.process.dump()
            self.process = RunningProcess.load(self.library, self.process_id, state, self.host)
        tasks = sorted(
            self.process.open_tasks.values(), key=lambda task: (task.element_id, task.agency or "")
        )
        if doing == "complete" and tasks:
            self.process.complete(tasks[number % len(tasks)].id, values)
        elif doing == "receive":
            self.process.receive("Answer", values)
        else:
            self.host.wait(hours=number)
            self.process.advance()

    def story(self):
        """Return everything that happened, whether it was told in one step or in many."""
        steps = [*self.earlier, self.process.step]
        parts = ("passed", "flows", "fired", "variable_changes", "ends")
        told = {part: [x for step in steps for x in getattr(step, part)] for part in parts}
        told["cancelled"] = sum(len(step.cancelled) for step in steps)
        told["notices"] = [
            (call.element_id, call.recipients_text, call.due_at, dict(call.variables))
            for step in steps
            for call in step.notifications
        ]
        return told

    def now(self):
        """Return what the instance waits for, and its variables."""
        tasks, timers = self.process.open_tasks, self.process.timers
        limits = {
            (t.element_id, t.due_at): sorted(tasks[i].element_id for i in t.attached_task_ids)
            for t in timers.values()
        }
        seen = [
            (t.element_id, t.agency, t.call_element_ids, dict(self.process.variables_at(t.id)))
            for t in tasks.values()
        ]
        ends = self.process.end_element_ids
        return (
            sorted(seen, key=str),
            limits,
            dict(self.process.variables),
            self.process.is_ended,
            ends,
        )


@pytest.mark.parametrize("name", LIBRARIES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(doings, max_size=40))
def test_saving_after_every_step_changes_nothing(name, walk):
    saved, kept = Walker(LIBRARIES[name], saving=True), Walker(LIBRARIES[name], saving=False)
    for doing in walk:
        saved.do(*doing)
        kept.do(*doing)
        assert saved.now() == kept.now()
    assert saved.story() == kept.story()


@pytest.mark.parametrize("name", LIBRARIES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(doings, min_size=10, max_size=40))
def test_a_process_waits_for_something_until_it_has_ended(name, walk):
    walker = Walker(LIBRARIES[name], saving=True)
    for doing in walk:
        walker.do(*doing)
        tasks, limits, _, is_ended, ends = walker.now()
        assert is_ended == (not tasks and not limits)
        assert bool(ends) or not is_ended
        assert all(due > walker.host.now() for _, due in limits)
