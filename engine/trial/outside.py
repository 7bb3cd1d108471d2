"""What a scenario does outside the steps of a procedure: closing a case, changing its agencies."""

from collections.abc import Mapping
from typing import Any

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotAllowedError
from engine.runtime.closing import close_case
from engine.runtime.transfers import Transfer
from engine.trial.failure import ScenarioFailed
from engine.trial.scenario import ScenarioStep

WORDS = "What was written here belongs to a scenario."


def close_as(
    engine: Engine, actor: Actor, reference: str, step: ScenarioStep, earlier: str
) -> None:
    """Close the case for the reason that the step names; `refused: true` wants a refusal.

    `linked_case: earlier` means the case that was open already when the scenario began.

    Raises:
        ScenarioFailed: it was refused, or should have been.
    """
    answers = {
        "close_reason": step.target,
        "still_at_risk": "no",
        "close_words": WORDS,
        **(step.details.get("answers") or {}),
    }
    if answers.get("linked_case") == "earlier":
        answers["linked_case"] = earlier
    is_wanted = not step.details.get("refused")
    try:
        close_case(engine, actor, reference, answers)
    except NotAllowedError as refused:
        if is_wanted:
            raise ScenarioFailed(step.number, f"The case was not closed: {refused}") from refused
        return
    if not is_wanted:
        message = f"{step.actor} could close the case."
        raise ScenarioFailed(step.number, message)


def transfer_of(step: ScenarioStep, sides: Mapping[str, str]) -> Transfer:
    """Return which agency comes in whose place, as the step says it (`from`, `to`)."""
    target: Any = step.target
    if not isinstance(target, dict) or not {"to"} <= target.keys() <= {"from", "to"}:
        message = "transfer needs to, and from unless the agency joins as a further one."
        raise ScenarioFailed(step.number, message)
    leaving = target.get("from")
    return Transfer(target["to"], sides.get(leaving, leaving) if leaving else None)
