"""A demonstration's engine with some invented cases."""

from dataclasses import replace
from datetime import UTC, datetime

from engine.context import Engine
from engine.trial.history.filling import fill_with_history

UNTIL = datetime(2026, 9, 4, 11, 0, tzinfo=UTC)
"""A Friday, after the newest edition of Berkshire’s procedure."""


def demonstration(engine: Engine) -> Engine:
    """Return the same engine in demo mode."""
    return replace(engine, settings=replace(engine.settings, demo=True))


def invent(engine: Engine, cases: int, *, seed: int = 4) -> int:
    """Invent cases of the last year; return how many there are."""
    begun = fill_with_history(demonstration(engine), years=1, cases=cases, seed=seed, until=UNTIL)
    return max(begun)
