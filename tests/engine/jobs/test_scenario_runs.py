"""Runs are played one after the other; what was played is kept, whatever happens."""

import tempfile
from contextlib import contextmanager
from datetime import timedelta

import pytest

from engine.definitions.bundle import Bundle
from engine.jobs.scenario_runs import DEAD_AFTER, lines_of_process, play_waiting_runs
from engine.persistence.scenario_runs import ScenarioRun
from engine.queries.scenario_runs import newest_run
from engine.vocabulary import ScenarioRunState
from engine.workshop.scenario_runs import ask_for_run, stop_run
from tests.support.engine import berkshire_bundle


def line(number, failure=None):
    return {
        "file": f"scenarios/{number}.yaml",
        "title": f"Scenario {number}",
        "failure": failure,
        "failed_step": 2 if failure else None,
        "elements": ["Task_S0_Raise"],
        "flows": ["Flow_1"],
    }


def playing(*lines):
    """Return a player that gives these lines."""

    @contextmanager
    def play(bundle):
        assert "procedure.toml" in bundle.files
        yield iter(lines)

    return play


def newest(workshop):
    with workshop.engine.open_reading() as work:
        return newest_run(work, workshop.editor, workshop.draft_id)


def ask(workshop):
    return ask_for_run(workshop.engine, workshop.editor, workshop.draft_id)


def test_a_run_is_played_to_its_end(workshop):
    ask(workshop)
    assert play_waiting_runs(workshop.engine, playing({"total": 2}, line(1), line(2))) == 1
    run = newest(workshop)
    assert (run.state, run.total, run.passed, run.failed) == (ScenarioRunState.DONE, 2, 2, 0)
    assert run.has_passed
    assert run.scenarios[0].elements == {"Task_S0_Raise"}
    with workshop.engine.open_reading() as work:
        assert newest_run(work, workshop.editor, workshop.draft_id, 2) is None


def test_a_failure_is_kept_with_its_step(workshop):
    ask(workshop)
    play_waiting_runs(workshop.engine, playing({"total": 2}, line(1), line(2, "step 2: no")))
    run = newest(workshop)
    assert (run.passed, run.failed) == (1, 1)
    assert not run.has_passed
    assert (run.scenarios[1].failure, run.scenarios[1].failed_step) == ("step 2: no", 2)


def test_a_draft_with_errors_says_why_nothing_was_played(workshop):
    ask(workshop)
    play_waiting_runs(workshop.engine, playing({"problem": "The checks find 3 errors."}))
    run = newest(workshop)
    assert (run.state, run.problem) == (ScenarioRunState.DONE, "The checks find 3 errors.")
    assert not run.has_passed


def test_a_process_that_ends_too_early_leaves_what_it_played(workshop):
    ask(workshop)
    play_waiting_runs(workshop.engine, playing({"total": 3}, line(1)))
    run = newest(workshop)
    assert (run.state, run.done) == (ScenarioRunState.STOPPED, 1)
    ask(workshop)


def test_a_run_whose_server_died_is_marked_as_stopped_and_can_be_run_again(workshop, berkshire):
    ask(workshop)

    @contextmanager
    def dies(bundle):
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        play_waiting_runs(workshop.engine, dies)
    assert newest(workshop).state == ScenarioRunState.RUNNING
    assert play_waiting_runs(workshop.engine, playing()) == 0
    assert newest(workshop).state == ScenarioRunState.RUNNING
    berkshire.clock.set(berkshire.clock.now() + DEAD_AFTER + timedelta(seconds=1))
    play_waiting_runs(workshop.engine, playing())
    assert newest(workshop).state == ScenarioRunState.STOPPED
    ask(workshop)


def test_a_run_that_somebody_stopped_stays_stopped(workshop):
    run_id = ask(workshop)

    @contextmanager
    def stopped_meanwhile(bundle):
        stop_run(workshop.engine, workshop.editor, workshop.draft_id)
        yield iter([{"total": 1}, line(1)])

    play_waiting_runs(workshop.engine, stopped_meanwhile)
    with workshop.engine.open_reading() as work:
        run = work.session.get_one(ScenarioRun, run_id)
    assert (run.state, run.passed) == (ScenarioRunState.STOPPED, 0)


def test_a_process_of_its_own_plays_the_scenarios():
    files = berkshire_bundle().files
    one = "scenarios/24-hours-over-the-clock-change.yaml"
    kept = {p: c for p, c in files.items() if p == one or not p.startswith("scenarios/")}
    wrong = files[one].replace(b'"2026-10-25 15:00"', b'"2026-10-25 16:00"')
    odd = {"scenarios/no.yaml": b"- x", "scenarios/deep.yaml": b"[" * 5_000}
    bundle = Bundle({**kept, **odd, "scenarios/wrong.yaml": wrong})
    with lines_of_process(bundle) as lines:
        total, *played = lines
    assert total == {"total": 4}
    found = {line["file"]: line for line in played}
    assert found[one]["failure"] is None
    assert "Timer_S1_24h" in found[one]["elements"]
    assert found["scenarios/wrong.yaml"]["failed_step"] == 3
    assert "title" in found["scenarios/no.yaml"]["failure"]


def test_a_process_says_that_the_checks_find_errors():
    files = {**berkshire_bundle().files, "forms/BRK-S1.form": b"nonsense"}
    with lines_of_process(Bundle(files)) as lines:
        *_, last = lines
    assert "The checks find" in last["problem"]


def test_a_process_that_is_stopped_leaves_no_files(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with lines_of_process(berkshire_bundle()) as lines:
        next(lines)
        assert "file" in next(lines)
        assert list(tmp_path.glob("concord-scenarios-*/concord-trial-*/trial.db"))
    assert not list(tmp_path.iterdir())
