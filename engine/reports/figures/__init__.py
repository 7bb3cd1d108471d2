"""The figures of the report, in its order. `FIGURES` lists them."""

from engine.reports.figure import Figure
from engine.reports.figures import (
    danger,
    ladder,
    last_stage,
    lessons,
    limits,
    now_open,
    outcomes,
    raised,
    records,
    special,
    themes,
    times,
    unused,
)

FIGURES: tuple[Figure, ...] = (
    *raised.FIGURES,
    *themes.FIGURES,
    *ladder.FIGURES,
    *times.FIGURES,
    *limits.FIGURES,
    *now_open.FIGURES,
    *danger.FIGURES,
    *records.FIGURES,
    *outcomes.FIGURES,
    *last_stage.FIGURES,
    *special.FIGURES,
    *lessons.FIGURES,
    *unused.FIGURES,
)
