"""Says a step of a scenario, and how it failed, with the names that people see in the diagram."""

import re
from collections.abc import Mapping
from typing import Any

from engine.english import counted, role_in_words, sentence
from engine.trial.scenario import ScenarioStep
from forms.feel import FeelError, parse_expression

_WORD = re.compile(r"[A-Za-z_][\w.-]*[A-Za-z0-9_]")
_DOES = {
    "complete": "completes {target}",
    "claim": "takes on {target}",
    "draft": "saves a draft of {target}",
    "refuse": "sends {target} with answers that are refused",
    "question": "sends {target} with answers that are questioned",
    "gone": "comes too late for {target}",
    "message": "sends the message {target}",
    "close": "closes the case as {target}",
    "transfer": "hands the case to another agency",
}
_SIDES = {"raising": "the raising agency", "receiving": "the receiving agency"}
_HOURS, _DAYS = 3600, 86400


def step_in_words(step: ScenarioStep, names: Mapping[str, str]) -> str:
    """Return a step as a sentence; `names` are what the elements are called, by id."""
    if step.verb in _DOES:
        target = _named(step.target, names)
        return f"{sentence(_who(step.actor))} {_DOES[step.verb].format(target=target)}."
    if step.verb == "advance":
        return f"{sentence(_span(str(step.target)))} pass."
    if step.verb == "until":
        return f"It is {step.target}."
    return "What is expected then."


def failure_in_words(failure: str, names: Mapping[str, str]) -> str:
    """Return how a scenario failed, with names instead of ids and without the step's number."""
    _, colon, rest = failure.partition(": ")
    words = rest if colon and failure.startswith("step ") else failure
    return _WORD.sub(lambda found: _quoted(found[0], names), words)


def _named(target: Any, names: Mapping[str, str]) -> str:
    return _quoted(str(target), names)


def _quoted(name: str, names: Mapping[str, str]) -> str:
    return f"“{names[name]}”" if name in names else name


def _who(actor: str | None) -> str:
    role, _, side = (actor or "somebody").partition(" of ")
    words = role_in_words(role)
    return f"{words} of {_SIDES.get(side, side)}" if side else words


def _span(text: str) -> str:
    """Return a span of time such as PT24H in words, or as it is written."""
    try:
        span = parse_expression(f'duration("{text}")').evaluate({}, {})
        seconds = int(span.total_seconds())
    except (AttributeError, FeelError, ValueError):
        return text
    for size, word in ((_DAYS, "day"), (_HOURS, "hour"), (60, "minute")):
        if seconds and seconds % size == 0 and (size != _DAYS or seconds > 2 * _DAYS):
            return counted(seconds // size, word)
    return text
