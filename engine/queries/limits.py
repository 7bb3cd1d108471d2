"""What the time limit of a task counts: every hour, or working days only."""

import re
from enum import StrEnum

from engine.definitions.compiled import CompiledBundle

WORKING_DAYS = re.compile(r"(?:^\s*=\s*|\b)working\s+day\s+deadline\s*\(")
LENGTH = re.compile(r"\bduration\s*\(")


class Counting(StrEnum):
    """What goes by while a limit runs."""

    ELAPSED = "elapsed"
    """Every hour: nights, weekends and bank holidays too."""
    WORKING_DAYS = "working-days"


def counting_of(compiled: CompiledBundle, element_id: str | None) -> Counting | None:
    """Return what the timer of an element counts; None where its expression does not say."""
    text = _timer_text(compiled, element_id)
    if WORKING_DAYS.match(text):
        return Counting.WORKING_DAYS
    if WORKING_DAYS.search(text):
        # Working days are only one of the times between which the expression chooses.
        return None
    is_length = text.startswith(("P", "R")) or LENGTH.search(text)
    return Counting.ELAPSED if is_length else None


def _timer_text(compiled: CompiledBundle, element_id: str | None) -> str:
    """Return the time of an element's timer as it stands in the diagram; empty without one."""
    try:
        timer = compiled.library.element(element_id or "").timer
    except KeyError:
        return ""
    return timer.text if timer else ""
