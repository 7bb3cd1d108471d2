"""Fills a demonstration's database with some years of invented cases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.demo_fillings import DemoFilling
from engine.runtime.demo_clock import restore_clock
from engine.trial.clock import TrialClock
from engine.trial.history.life import Life, Setting
from engine.trial.history.people import load_people
from engine.trial.history.planning import YEAR, plan_cases
from engine.trial.history.reaching_back import let_reach_back

MOST_YEARS, MOST_CASES = 10, 20_000


def fill_with_history(
    engine: Engine, *, years: int, cases: int, seed: int, until: datetime | None = None
) -> Iterator[int]:
    """Invent cases up to `until`, the present day; yield how many there are after each.

    Every case is written by the engine's own verbs, one case after the other, with a clock that
    is moved: history, limits, notices and late reasons are as real ones. The same seed and the
    same end give the same cases, only under other ids. Whoever stops asking for the next one
    leaves whole cases behind. Nothing else may work on the database meanwhile.

    Raises:
        InputRefusedError: this is no demonstration, too many cases or years, or no area follows a
            published procedure.
    """
    if not engine.settings.demo:
        message = "Cases are invented in a demonstration only. Set CONCORD_DEMO=1 for one."
        raise InputRefusedError(message)
    if not (1 <= years <= MOST_YEARS and 1 <= cases <= MOST_CASES):
        message = f"Ask for 1 to {MOST_YEARS} years and 1 to {MOST_CASES:,} cases."
        raise InputRefusedError(message)
    restore_clock(engine)
    end = (until or engine.clock.now()).replace(microsecond=0)
    clock = TrialClock(end)
    inventing = replace(engine, clock=clock)
    let_reach_back(inventing, end - years * YEAR)
    planned = plan_cases(inventing, years=years, cases=cases, seed=seed, until=end)
    filling = DemoFilling(seed=seed, years=years, wanted=cases, made=0, until=end)
    filling_id = _begin(inventing, filling)
    people = {
        key: load_people(inventing, key, end) for key in {one.partnership_key for one in planned}
    }
    setting = Setting(inventing, clock, end, seed)
    for made, one in enumerate(planned, start=1):
        Life(setting, people[one.partnership_key], one).go()
        _note(inventing, filling_id, made)
        yield made


def _begin(engine: Engine, filling: DemoFilling) -> int:
    with engine.open_unit_of_work() as work:
        work.session.add(filling)
        work.session.flush()
        work.commit()
        return filling.id


def _note(engine: Engine, filling_id: int, made: int) -> None:
    with engine.open_unit_of_work() as work:
        work.session.get_one(DemoFilling, filling_id).made = made
        work.commit()
