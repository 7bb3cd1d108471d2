"""One run of a draft at a time; it can be stopped, and asked for again."""

import pytest

from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.queries.scenario_runs import newest_run
from engine.vocabulary import ScenarioRunState
from engine.workshop.saving import save_files
from engine.workshop.scenario_runs import ask_for_run, stop_run


def newest(workshop):
    with workshop.engine.open_reading() as work:
        return newest_run(work, workshop.colleague, workshop.draft_id)


def test_a_run_waits_until_somebody_plays_it(workshop):
    ask_for_run(workshop.engine, workshop.editor, workshop.draft_id)
    run = newest(workshop)
    assert run.state == ScenarioRunState.WAITING
    assert run.asked_by_name == workshop.editor.name
    assert run.is_under_way
    assert not run.has_passed


def test_a_draft_has_one_run_at_a_time(workshop):
    ask_for_run(workshop.engine, workshop.editor, workshop.draft_id)
    with pytest.raises(NotAllowedError, match="already"):
        ask_for_run(workshop.engine, workshop.colleague, workshop.draft_id)


def test_a_run_that_was_stopped_can_be_asked_for_again(workshop):
    ask_for_run(workshop.engine, workshop.editor, workshop.draft_id)
    assert stop_run(workshop.engine, workshop.colleague, workshop.draft_id)
    assert newest(workshop).state == ScenarioRunState.STOPPED
    assert not stop_run(workshop.engine, workshop.editor, workshop.draft_id)
    ask_for_run(workshop.engine, workshop.editor, workshop.draft_id)


def test_a_draft_without_scenarios_has_nothing_to_run(workshop):
    gone = {path: None for path in workshop.files() if path.startswith("scenarios/")}
    save_files(workshop.engine, workshop.editor, workshop.draft_id, gone, base_revision=1)
    with pytest.raises(InputRefusedError, match="no scenarios"):
        ask_for_run(workshop.engine, workshop.editor, workshop.draft_id)


def test_others_neither_run_nor_see(workshop, berkshire):
    stranger = berkshire.actor("line-manager", "reading-school")
    for act in (ask_for_run, stop_run):
        with pytest.raises(NotFoundError):
            act(workshop.engine, stranger, workshop.draft_id)
    with workshop.engine.open_reading() as work, pytest.raises(NotFoundError):
        newest_run(work, stranger, workshop.draft_id)


def test_a_draft_that_was_never_run_has_no_run(workshop):
    assert newest(workshop) is None
