"""Draws the diagrams of a version with the time that their steps take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from markupsafe import Markup

from api.pages.diagrams import file_title
from api.pages.wording import duration_in_words
from engine.definitions.compiled import CompiledBundle
from engine.definitions.drawing import SHADES, Heat, draw_heat
from engine.english import counted
from engine.queries.step_times import StepTimes

NOTHING = Heat(0, "no ends", "nothing ended in this period")


@dataclass(frozen=True)
class DrawnHeat:
    """One file of a procedure, drawn."""

    title: str
    drawing: Markup


def draw_heat_map(
    compiled: CompiledBundle, steps: Sequence[StepTimes], tokens: Mapping[str, int]
) -> tuple[DrawnHeat, ...]:
    """Return the main diagram, then the others in which people do something."""
    main = compiled.procedure.main
    longest = max((step.median for step in steps if step.median), default=timedelta())
    heats = {step.element_id: heat_of(step, longest) for step in steps}
    links = {step.element_id: f"#step-{step.element_id}" for step in steps}
    files = dict.fromkeys([main, *(step.file for step in steps)])
    return tuple(
        DrawnHeat(
            title := file_title(compiled, file, compiled.procedure.title),
            _drawn(
                compiled.bundle.files[file],
                tuple(heats.items()),
                tuple(tokens.items()),
                tuple(links.items()),
                f"Times of the steps: {title}",
            ),
        )
        for file in files
    )


@lru_cache(maxsize=32)
def _drawn(
    source: bytes,
    heats: tuple[tuple[str, Heat], ...],
    tokens: tuple[tuple[str, int], ...],
    links: tuple[tuple[str, str], ...],
    label: str,
) -> Markup:
    drawing = draw_heat(source, dict(heats), counts=dict(tokens), links=dict(links), label=label)
    return Markup(drawing)  # noqa: S704 - our own drawing


def heat_of(step: StepTimes, longest: timedelta) -> Heat:
    """Return how a step is coloured: by its median against the slowest step of the version."""
    words = []
    badge, shade = NOTHING.badge, 0
    if step.median is not None and step.slow is not None:
        part = step.median / longest if longest else 0
        shade = min(int(part * (len(SHADES) - 1)) + 1, len(SHADES) - 1)
        badge = duration_in_words(step.median)
        words.append(f"half within {badge}, nine of ten within {duration_in_words(step.slow)}")
    if step.limits:
        words.append(f"{step.missed} of {counted(step.limits, 'limit')} missed")
    return Heat(shade, badge, "; ".join(words) or NOTHING.words, is_missed=step.missed > 0)
