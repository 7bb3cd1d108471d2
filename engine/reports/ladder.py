"""How far a case went up the ladder of its procedure, and how long it stood on each step."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.reports.markers import ALREADY_BELOW, SETTLED
from engine.reports.reported_case import ReportedCase, Step
from engine.vocabulary import AgencySide, Role


def is_settled(case: ReportedCase) -> bool:
    """Tell whether the procedure ended with both sides at one."""
    return case.closed_as is None and case.outcome in SETTLED


def highest_stage(case: ReportedCase, levels: Sequence[str]) -> str | None:
    """Return the highest level of which a step was opened."""
    reached = {step.stage for step in case.steps if step.is_main}
    return next((level for level in reversed(levels) if level in reached), None)


def settled_stage(case: ReportedCase, levels: Sequence[str]) -> str | None:
    """Return the level at which a settled case was settled.

    It is the highest one that was reached; the one below it when the managers write down that the
    level below had settled it already.
    """
    highest = highest_stage(case, levels)
    if highest is None or not is_settled(case):
        return None
    place = levels.index(highest)
    steps = (step for step in case.steps if step.stage == highest)
    already = any(step.says("resolved_by", *ALREADY_BELOW) for step in steps)
    return levels[place - 1] if already and place else highest


def people_of(case: ReportedCase, stage: str) -> str:
    """Return whose level a stage is: `practitioner`, `line-manager`, or `above`.

    It is the role that is asked first in the first step of the stage that both sides share. Where
    the case never opened the stage itself, it is the level of those below.
    """
    shared = (s for s in case.steps if _is_shared(s) and s.stage == stage)
    first = next(shared, None)
    role = first.role if first else Role.PRACTITIONER
    return role if role in {Role.PRACTITIONER, Role.LINE_MANAGER} else "above"


def _is_shared(step: Step) -> bool:
    return step.is_main and step.side != AgencySide.EACH


def time_in_stage(case: ReportedCase, stage: str) -> timedelta | None:
    """Return how long a stage took: from its first step's opening to its last step's closing.

    None when it was not reached, or something in it is still open.
    """
    steps = [step for step in case.steps if step.is_main and step.stage == stage]
    closed = [step.closed_at for step in steps if step.closed_at is not None]
    if not steps or len(closed) < len(steps):
        return None
    return max(closed) - min(step.opened_at for step in steps)


def stage_at(case: ReportedCase, moment: datetime) -> str | None:
    """Return the stage of the step that was opened last before a moment."""
    before = [step for step in case.steps if step.is_main and step.opened_at <= moment]
    return max(before, key=lambda step: step.opened_at).stage if before else None
