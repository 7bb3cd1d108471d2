"""The documentation of Berkshire 2026, and of whatever else is in a bundle."""

import pytest

from api.procedure_files import shipped_bundles
from engine.definitions.documentation import document_procedure
from engine.definitions.subject import read_subject
from tests.support.engine import berkshire_bundle, bundle_with

DIAGRAM = "berkshire.bpmn"


def documented(bundle):
    return document_procedure(read_subject(bundle.files))


@pytest.fixture(scope="module")
def berkshire():
    return documented(berkshire_bundle())


def step(documentation, name):
    return next(s for part in documentation.parts for s in part.steps if s.name == name)


def test_steps_come_in_the_order_of_a_case(berkshire):
    groups = berkshire.parts[0].groups
    assert [group.title for group in groups] == list(berkshire.stages)
    assert [one.name for one in groups[1].steps] == [
        "Report to line / team managers",
        "Review information, resolve the concern",
        "Tell line managers and next level",
        "Record and share the outcome",
        "Hold a professionals meeting",
    ]
    numbers = [one.number for one in berkshire.parts[0].steps]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_step_says_who_until_when_and_what_then(berkshire):
    contact = step(berkshire, "Review information, resolve the concern")
    assert contact.who == ("Line managers, both agencies together",)
    (limit,) = contact.limits
    assert limit.length == "24 hours; weekends and bank holidays count"
    assert limit.effect == "The step stays open. Beside it: “Tell line managers and next level”."
    assert contact.told == (
        "When “24 hours” has passed: line managers and next-level managers of both agencies",
    )
    assert contact.leads_to == "“Record and share the outcome”"
    assert contact.form.title == "Line managers' contact"
    assert "Is it resolved?" in contact.form.questions
    assert ("S1-04", "The managers are in contact within 24 hours.") in [
        (clause.id, clause.paraphrase) for clause in contact.clauses
    ]


def test_a_limit_that_closes_the_step_says_where_the_case_goes(berkshire):
    (limit,) = step(berkshire, "Discuss and find a solution").limits
    assert limit.length == "1 working day; weekends and bank holidays do not count"
    assert limit.effect == "The step is closed. Next: “Report to line / team managers”."


def test_the_limit_of_a_part_stands_at_its_steps_too(berkshire):
    (limit,) = step(berkshire, "Review the issues, finalise the decision").limits
    assert limit.length.endswith("for “Meeting of senior managers” as a whole")


def test_danger_and_called_processes_are_parts_of_their_own(berkshire):
    assert [part.kind for part in berkshire.parts] == ["main", "message", "called"]
    _, danger, record = berkshire.parts
    assert "Ring 999 first." in danger.begins
    assert "at any time, and the case goes on beside it" in danger.begins
    assert "“Record and share the outcome”, Line managers" in record.called_from
    confirm = step(berkshire, "Confirm outcome, save your record")
    assert "Line managers: line managers" in confirm.who


def test_a_decision_says_where_each_answer_leads(berkshire):
    decision = next(d for d in berkshire.parts[0].decisions if d.question == "Solution found?")
    assert [(a.label, a.leads_to) for a in decision.answers] == [
        ("yes", "The question “Unresolved, or lessons for practice?”"),
        ("no", "“Report to line / team managers”"),
    ]
    assert decision.answers[0].condition == "“Did you find a solution?” is answered “Yes, we agree”"
    assert decision.answers[1].condition == ""


def test_a_changed_limit_changes_the_words():
    changed = documented(bundle_with({DIAGRAM: ("PT24H", "PT12H")}))
    (limit,) = step(changed, "Review information, resolve the concern").limits
    assert limit.length.startswith("12 hours")


def test_every_user_task_form_lane_and_clause_of_every_edition_is_told():
    for bundle in shipped_bundles():
        subject = read_subject(bundle.files)
        told = document_procedure(subject)
        steps = {s.element_id for part in told.parts for s in part.steps}
        tasks = [n.id for d in subject.diagrams for n in d.of_kind("userTask", "serviceTask")]
        assert set(tasks) <= steps
        gateways = [
            node.id
            for diagram in subject.diagrams
            for node in diagram.of_kind("exclusiveGateway")
            if len(node.outgoing) > 1
        ]
        assert {d.element_id for part in told.parts for d in part.decisions} == set(gateways)
        assert len(told.clauses) == len(subject.clauses.clauses)
        assert all(
            clause.paraphrase for part in told.parts for s in part.steps for clause in s.clauses
        )
        assert not any("No role" in line for lane in told.lanes for line in lane.roles)
        assert told.unread == ()


def test_the_same_files_give_the_same_documentation():
    assert documented(berkshire_bundle()) == documented(berkshire_bundle())


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"a.bpmn": b"<nonsense"},
        {"a.bpmn": b"<a/>", "forms/X.form": b"{", "procedure.toml": b"=", "clauses.json": b"["},
    ],
)
def test_a_draft_that_cannot_be_read_is_documented_as_far_as_it_can(files):
    told = document_procedure(read_subject(files))
    assert told.parts == ()
    assert len(told.unread) == len(files)


def test_a_form_that_is_missing_does_not_stop_the_documentation():
    files = dict(berkshire_bundle().files)
    del files["forms/BRK-S1.form"]
    told = document_procedure(read_subject(files))
    assert step(told, "Review information, resolve the concern").form.questions == ()
