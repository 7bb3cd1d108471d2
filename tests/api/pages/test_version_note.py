"""What people read, and what they keep, when their case goes to another version."""

import pytest
from sqlalchemy import select

from engine.operations.at_once import operate_at_once
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import UserTask
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.runtime.user_tasks import complete_user_task
from tests.support.app import post_form
from tests.support.engine import OFFICE, SCHOOL, bundle_with

HEADING = "The procedure has changed"
PRACTITIONER, MANAGER = ("practitioner", SCHOOL), ("line-manager", SCHOOL)


class Standing:
    """One case, its open task, and the versions that it can follow."""

    def __init__(self, concord):
        self.concord = concord

    def row(self, query):
        with self.concord.engine.open_reading() as work:
            return work.session.scalars(query).first()

    @property
    def task(self):
        return self.row(select(UserTask).where(UserTask.state == "open"))

    @property
    def reference(self):
        return self.row(select(Case)).reference

    @property
    def version(self):
        return self.row(select(ProcessInstance)).process_definition_id

    def migrate(self, to, reason="The sub-group wants it."):
        instance = self.row(select(ProcessInstance))
        actor = self.concord.actor("administrator", OFFICE)
        answers = {"to_version": str(to)}
        return operate_at_once(self.concord.engine, actor, "migrate", instance.id, answers, reason)

    def complete(self, role, **given):
        actor, task_id = self.concord.actor(*role), self.task.id
        answers = self.concord.answers_to(actor, task_id, **given)
        complete_user_task(self.concord.engine, actor, task_id, answers)

    def page(self, role, path):
        answer = self.concord.browser(*role).get(path)
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True)

    def task_page(self, role):
        return self.page(role, f"/tasks/{self.task.id}")


@pytest.fixture
def started(concord):
    """A case that is not raised yet."""
    concord.start_case()
    return Standing(concord)


@pytest.fixture
def other(concord):
    """The edition that the case does not follow: that of 2024."""
    listed = concord.api("administrator", OFFICE).get(
        "/process-definitions?key=berkshire_escalation"
    )
    return next(row["id"] for row in listed.json["items"] if row["edition"] == "2024-05-24")


def test_the_next_step_says_what_has_changed(started, other):
    assert HEADING not in started.task_page(PRACTITIONER)
    started.migrate(other)
    page = started.task_page(PRACTITIONER)
    assert HEADING in page
    assert "the edition of 24 May 2024 instead of the edition of 25 March 2026" in page
    assert "New questions: “Must all stages be started within a short period?”" in page


def test_it_is_told_to_each_person_until_they_have_completed_a_step(concord, other):
    concord.raise_case()
    standing = Standing(concord)
    standing.migrate(other)
    assert HEADING in standing.task_page(PRACTITIONER)
    standing.complete(PRACTITIONER, s0_outcome="not_resolved")
    assert standing.task.element_id == "Task_S1_Contact"
    assert HEADING in standing.task_page(MANAGER)
    standing.complete(MANAGER, s1_outcome="resolved")
    assert HEADING not in standing.task_page(MANAGER)


def test_nothing_is_told_once_it_has_gone_back(started, other):
    first = started.version
    started.migrate(other)
    started.migrate(first)
    assert HEADING not in started.task_page(PRACTITIONER)


def test_the_people_of_the_case_read_why(started, other):
    started.migrate(other, "The meeting of May decided so.")
    page = started.page(PRACTITIONER, f"/cases/{started.reference}")
    assert "Why: The meeting of May decided so." in page


def test_whoever_has_the_step_open_keeps_what_they_typed(started, other):
    first = started.version
    started.migrate(other)
    browser = started.concord.browser(*PRACTITIONER)
    path = f"/tasks/{started.task.id}"
    typed = {"accelerated": "yes", "accelerated_reason": "The hearing is on Thursday."}
    page = browser.get(path).get_data(as_text=True)
    assert 'name="accelerated"' in page
    started.migrate(first)
    answer = post_form(browser, path, typed)
    assert answer.status_code == 409
    shown = answer.get_data(as_text=True)
    assert "The questions have changed since you opened this page" in shown
    assert "The hearing is on Thursday." in shown
    assert "The hearing is on Thursday." in browser.get(path).get_data(as_text=True)


def test_what_was_done_at_a_step_that_is_gone_can_still_be_read(concord):
    concord.raise_case()
    standing = Standing(concord)
    done = standing.task
    standing.complete(PRACTITIONER, s0_outcome="not_resolved")
    bundle = bundle_with({"berkshire.bpmn": ("Task_S0_Discuss", "Task_S0_Talk")})
    new = deploy_bundle(concord.engine, None, bundle)
    publish_definition(concord.engine, None, new)
    standing.migrate(new)
    assert standing.version == new
    for path in (f"/tasks/{done.id}", f"/cases/{standing.reference}"):
        assert done.name in standing.page(PRACTITIONER, path)
    case = standing.page(PRACTITIONER, f"/cases/{standing.reference}")
    assert "Completed “Discuss and find a solution”" in case
    assert "“Task_S0_Discuss”" not in case
    standing.task_page(MANAGER)
