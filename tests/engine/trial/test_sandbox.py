"""A trial run: the real store keeps its steps and nothing else, and any process can go on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.errors import InputRefusedError, NotFoundError
from engine.jobs.expiry import RUNS_KEPT, remove_expired
from engine.jobs.work import work_once
from engine.persistence.sandbox_runs import SandboxRun
from engine.persistence.snapshots import snapshot_folder
from engine.persistence.tables import METADATA
from engine.trial.sandbox import (
    MOST_RUNS,
    RunMovedOnError,
    RunSource,
    end_run,
    events_before_last,
    go_back,
    go_over,
    list_runs,
    load_run,
    take_step,
)
from engine.trial.sandbox_steps import RunStep, Verb
from tests.support.engine import MONDAY, OFFICE, bundle_with

DISCUSS, CONTACT = "Task_S0_Discuss", "Task_S1_Contact"


def rows_of(engine):
    """Return how many rows each table has, and the rows of what was ever told."""
    with engine.open_reading() as work:
        return {
            table.name: work.session.scalar(select(func.count()).select_from(table))
            for table in METADATA.sorted_tables
        }


def story(view):
    return [(entry.at, entry.sentence, entry.person_name) for entry in view.timeline]


def test_the_real_store_gets_one_row_and_nothing_else(tryer):
    # The worker gives a sign of its own.
    work_once(tryer.engine)
    before = rows_of(tryer.engine)
    tryer.take("Task_S0_Raise")
    tryer.alert()
    tryer.let_limit_pass()
    work_once(tryer.engine)
    assert tryer.look().notices
    assert rows_of(tryer.engine) == before
    assert before["sandbox_run"] == 1
    assert before["case_file"] == before["notification"] == before["delivery"] == 0


def test_a_run_goes_on_where_nothing_of_it_is_left(tryer):
    """As after a restart, or in another web process."""
    tryer.take("Task_S0_Raise")
    tryer.let_limit_pass()
    before = tryer.look()
    snapshot_folder().remove(tryer.run_id.hex)
    after = tryer.look()
    assert story(after) == story(before)
    assert (after.now, after.case.stage) == (before.now, "S1")
    tryer.take(CONTACT, "Seek a solution at next managerial level")
    assert tryer.open_elements == ["Task_S2_Contact"]


def test_stepping_back_leads_to_where_it_was(tryer):
    tryer.take("Task_S0_Raise")
    before = tryer.look()
    tryer.let_limit_pass()
    tryer.take(CONTACT)
    go_back(tryer.engine, tryer.actor, tryer.run, 1)
    assert story(tryer.look()) == story(before)
    assert tryer.look().now == MONDAY
    assert len(tryer.run.content.steps) == 1


@pytest.mark.parametrize("count", [-1, 1, 7])
def test_there_has_to_be_a_step_to_go_back_to(tryer, count):
    tryer.take("Task_S0_Raise")
    with pytest.raises(InputRefusedError):
        go_back(tryer.engine, tryer.actor, tryer.run, count)


def test_two_windows_on_one_run_notice_each_other(tryer):
    old = tryer.run
    tryer.take("Task_S0_Raise")
    later = RunStep(Verb.UNTIL, (MONDAY + timedelta(hours=1)).isoformat())
    with pytest.raises(RunMovedOnError):
        take_step(tryer.engine, tryer.actor, old, tryer.bundle, later)
    assert len(tryer.run.content.steps) == 1


def test_two_windows_on_two_revisions_notice_each_other(tryer):
    """The steps alone are the same in both."""
    tryer.take("Task_S0_Raise")
    old = tryer.run
    source = replace(tryer.source, draft_revision=2)
    go_over(tryer.engine, tryer.actor, old, source, tryer.bundle)
    assert tryer.run.state != old.state
    later = RunStep(Verb.UNTIL, (MONDAY + timedelta(hours=1)).isoformat())
    with pytest.raises(RunMovedOnError):
        take_step(tryer.engine, tryer.actor, old, tryer.bundle, later)


def test_a_step_that_is_refused_counts_for_nothing(tryer):
    state = tryer.run.state
    with pytest.raises(NotFoundError):
        tryer.do(RunStep(Verb.MESSAGE, "ImmediateDanger", "practitioner@thames-police.example"))
    with pytest.raises(InputRefusedError):
        tryer.wait(days=800)
    with pytest.raises(InputRefusedError):
        tryer.wait(hours=-1)
    assert tryer.run.state == state


def test_a_run_is_its_persons_alone(tryer, berkshire):
    other = berkshire.actor("administrator", OFFICE)
    with tryer.engine.open_reading() as work, pytest.raises(NotFoundError):
        load_run(tryer.engine, work, other, tryer.run_id)
    with pytest.raises(NotFoundError):
        end_run(tryer.engine, other, tryer.run_id)


def test_of_too_many_runs_the_one_left_longest_ago_goes(tryer, berkshire):
    first = tryer.run_id
    for _ in range(MOST_RUNS):
        berkshire.clock.set(berkshire.clock.now() + timedelta(minutes=1))
        tryer.begin(MONDAY)
    with tryer.engine.open_reading() as work:
        runs = list_runs(tryer.engine, work, tryer.actor, tryer.source)
    assert len(runs) == MOST_RUNS
    assert first not in {run.id for run, _ in runs}


def test_a_removed_run_leaves_nothing(tryer):
    end_run(tryer.engine, tryer.actor, tryer.run_id)
    assert rows_of(tryer.engine)["sandbox_run"] == 0
    assert not list(snapshot_folder().folder.glob(f"{tryer.run_id.hex}*"))


def test_a_run_to_which_nobody_comes_back_expires(tryer, berkshire):
    berkshire.clock.set(MONDAY + RUNS_KEPT - timedelta(seconds=1))
    remove_expired(tryer.engine)
    assert rows_of(tryer.engine)["sandbox_run"] == 1
    berkshire.clock.set(MONDAY + RUNS_KEPT)
    remove_expired(tryer.engine)
    assert rows_of(tryer.engine)["sandbox_run"] == 0


def test_what_was_typed_is_sealed(tryer):
    tryer.take("Task_S0_Raise")
    with tryer.engine.open_reading() as work:
        row = work.session.scalars(select(SandboxRun)).one()
    assert b"concern_remains" not in row.steps


def test_the_same_steps_go_over_changed_files(tryer):
    tryer.take("Task_S0_Raise")
    tryer.let_limit_pass()
    changed = bundle_with({"berkshire.bpmn": ("PT24H", "PT12H")})
    done, refused = go_over(tryer.engine, tryer.actor, tryer.run, tryer.source, changed)
    assert (done, refused) == (2, None)
    tryer.bundle = changed
    assert tryer.look().open_steps[0].due_at == tryer.look().now + timedelta(hours=12)


def test_steps_that_no_longer_fit_are_left_out(tryer):
    tryer.take("Task_S0_Raise")
    tryer.take(DISCUSS, "Review information, resolve the concern")
    tryer.take(CONTACT, "Seek a solution at next managerial level")
    form = "forms/BRK-S1.form"
    changed = bundle_with(
        {
            form: ('"s1_outcome"', '"s1_end"'),
            "berkshire.bpmn": ("s1_outcome", "s1_end"),
        }
    )
    done, refused = go_over(tryer.engine, tryer.actor, tryer.run, tryer.source, changed)
    assert done == 2
    assert refused is not None
    tryer.bundle = changed
    assert tryer.open_elements == [CONTACT]


def test_what_the_last_step_brought_can_be_told(tryer):
    assert events_before_last(tryer.engine, tryer.run, tryer.bundle) is None
    before = tryer.inside(lambda store: store.case.history_count)
    tryer.take("Task_S0_Raise")
    assert events_before_last(tryer.engine, tryer.run, tryer.bundle) == before


def test_a_draft_and_a_version_have_runs_of_their_own(tryer):
    other = RunSource(process_definition_id=999_999)
    with tryer.engine.open_reading() as work:
        assert list_runs(tryer.engine, work, tryer.actor, other) == ()
