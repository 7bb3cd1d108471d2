"""Deploying and publishing: versions are immutable, and running cases stay on theirs."""

import pytest
from sqlalchemy import func, select

from engine.definitions.bundle import Bundle
from engine.errors import DeploymentRefusedError, NotAllowedError, NotFoundError
from engine.persistence.definitions import Deployment, ProcessDefinition
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.runtime.task_forms import open_form
from tests.support.engine import MANAGER, OFFICE, RAISER, berkshire_bundle, bundle_with

OTHER_WORDS = {"forms/BRK-S1.form": ("How did you speak?", "How did you talk?")}
BROKEN = {"berkshire.bpmn": ('targetRef="Task_S1_Contact"', 'targetRef="Nowhere"')}


def deployments(berkshire):
    return berkshire.rows(select(func.count()).select_from(Deployment))[0]


def label(berkshire, task, key):
    with berkshire.engine.open_reading() as work:
        shown = open_form(berkshire.engine, work, berkshire.actor(*MANAGER), task.id)
    return shown.form.questions[key].label


def test_the_same_bundle_twice_is_the_same_version(berkshire):
    first = deploy_bundle(berkshire.engine, None, berkshire_bundle())
    second = deploy_bundle(berkshire.engine, None, berkshire_bundle())
    assert first == second
    assert deployments(berkshire) == 1


def test_a_broken_bundle_is_refused_and_nothing_is_stored(berkshire):
    with pytest.raises(DeploymentRefusedError) as refusal:
        deploy_bundle(berkshire.engine, None, bundle_with(BROKEN))
    assert "not joined at both ends" in " ".join(
        problem.message for problem in refusal.value.problems
    )
    assert deployments(berkshire) == 1


@pytest.mark.parametrize("files", [{}, {"berkshire.bpmn": b"\x00"}, {"notes.txt": b"hello"}])
def test_what_is_no_procedure_is_refused(berkshire, files):
    with pytest.raises(DeploymentRefusedError):
        deploy_bundle(berkshire.engine, None, Bundle(files))
    assert deployments(berkshire) == 1


def test_a_new_version_leaves_running_cases_on_theirs(berkshire):
    running = berkshire.climb("Task_S1_Contact")
    changed = deploy_bundle(berkshire.engine, None, bundle_with(OTHER_WORDS))
    waiting = berkshire.climb("Task_S1_Contact")
    publish_definition(berkshire.engine, None, changed)
    publish_definition(berkshire.engine, None, changed)
    fresh = berkshire.climb("Task_S1_Contact")
    words = [
        label(berkshire, berkshire.task(started.case_id, "Task_S1_Contact"), "contact_mode")
        for started in (running, waiting, fresh)
    ]
    assert words == ["How did you speak?", "How did you speak?", "How did you talk?"]
    berkshire.complete(running.case_id, "Task_S1_Contact", MANAGER, s1_outcome="not_resolved")
    assert berkshire.open_elements(running.case_id) == ["Task_S2_Contact"]


def test_versions_count_up_and_say_who_published(berkshire):
    editor = berkshire.actor("editor", OFFICE)
    definition_id = deploy_bundle(berkshire.engine, editor, bundle_with(OTHER_WORDS), note="Words")
    publish_definition(berkshire.engine, editor, definition_id)
    rows = berkshire.rows(select(ProcessDefinition).order_by(ProcessDefinition.version))
    assert [row.version for row in rows] == [1, 2]
    assert rows[1].published_by == editor.person_id
    (note,) = berkshire.rows(select(Deployment.note).where(Deployment.id == rows[1].deployment_id))
    assert note == "Words"


def test_only_editors_and_administrators_deploy_and_publish(berkshire):
    for role in (RAISER, MANAGER, ("business-manager", OFFICE)):
        actor = berkshire.actor(*role)
        with pytest.raises(NotAllowedError):
            deploy_bundle(berkshire.engine, actor, bundle_with(OTHER_WORDS))
        with pytest.raises(NotAllowedError):
            publish_definition(berkshire.engine, actor, 1)
    assert deployments(berkshire) == 1


def test_what_is_not_there_cannot_be_published(berkshire):
    with pytest.raises(NotFoundError):
        publish_definition(berkshire.engine, None, 999)
