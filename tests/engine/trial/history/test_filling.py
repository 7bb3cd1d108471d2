"""Invented cases are as real ones, and the same for the same seed."""

import shutil
from itertools import islice

import pytest
from sqlalchemy import func, select

from engine.errors import InputRefusedError
from engine.persistence.cases import Case
from engine.persistence.database import connect
from engine.persistence.demo_fillings import DemoFilling
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident, Timer
from engine.persistence.tasks import UserTask
from engine.trial.history.filling import fill_with_history
from tests.support.engine import open_berkshire, quick
from tests.support.invariants import broken_chains, broken_invariants
from tests.support.invented import UNTIL, demonstration, invent

CASES = 12


def _told(engine):
    """Everything that happened, without the ids, which are new each time."""
    query = select(
        Case.reference,
        HistoryEvent.number,
        HistoryEvent.kind,
        HistoryEvent.element_id,
        HistoryEvent.at,
        HistoryEvent.agency_key,
    ).join(Case, Case.id == HistoryEvent.case_id)
    with engine.open_reading() as work:
        return list(work.session.execute(query.order_by(Case.reference, HistoryEvent.number)))


def test_invented_cases_hold_everything_that_real_ones_hold(berkshire):
    assert invent(berkshire.engine, CASES) == CASES
    berkshire.clock.set(UNTIL)
    assert broken_invariants(berkshire.engine) == []
    assert broken_chains(berkshire.engine) == []
    assert berkshire.rows(select(func.count()).select_from(Case)) == [CASES]
    assert berkshire.rows(select(Incident)) == []
    assert berkshire.rows(select(Timer).where(Timer.due_at < UNTIL)) == []
    assert berkshire.rows(select(HistoryEvent).where(HistoryEvent.at > UNTIL)) == []
    assert berkshire.rows(select(DemoFilling.made)) == [CASES]


def test_they_are_spread_over_ends_and_over_limits(berkshire):
    invent(berkshire.engine, 2 * CASES)
    outcomes = set(berkshire.rows(select(Case.outcome).where(Case.ended_at.is_not(None))))
    assert len(outcomes) > 1
    limits = select(UserTask).where(UserTask.due_at.is_not(None), UserTask.met_at.is_not(None))
    kept = {task.met_at <= task.due_at for task in berkshire.rows(limits)}
    assert kept == {True, False}
    assert berkshire.rows(select(UserTask).where(UserTask.late_reason.is_not(None)))


def test_the_same_seed_gives_the_same_cases_and_another_one_others(
    berkshire_sqlite_template, tmp_path
):
    told = []
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        path = tmp_path / f"{name}.db"
        shutil.copy(berkshire_sqlite_template, path)
        database = quick(connect(f"sqlite:///{path}"))
        engine = open_berkshire(database).engine
        invent(engine, 4, seed=seed)
        told.append(_told(engine))
        database.engine.dispose()
    assert told[0] == told[1] != told[2]


def test_whoever_stops_leaves_whole_cases(berkshire):
    engine = demonstration(berkshire.engine)
    begun = fill_with_history(engine, years=1, cases=CASES, seed=4, until=UNTIL)
    assert list(islice(begun, 2)) == [1, 2]
    begun.close()
    berkshire.clock.set(UNTIL)
    assert berkshire.rows(select(func.count()).select_from(Case)) == [2]
    assert berkshire.rows(select(DemoFilling.made)) == [2]
    assert broken_invariants(berkshire.engine) == []


@pytest.mark.parametrize(("years", "cases"), [(0, 1), (11, 1), (1, 0), (1, 20_001)])
def test_too_many_and_too_few_are_refused(berkshire, years, cases):
    with pytest.raises(InputRefusedError, match="Ask for 1 to 10 years"):
        next(fill_with_history(demonstration(berkshire.engine), years=years, cases=cases, seed=1))


def test_nothing_is_invented_outside_a_demonstration(berkshire):
    with pytest.raises(InputRefusedError, match="in a demonstration only"):
        next(fill_with_history(berkshire.engine, years=1, cases=1, seed=1))
    assert berkshire.rows(select(DemoFilling)) == []
