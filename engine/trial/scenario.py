"""A scenario as its YAML file describes it: given, and then step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

from engine.clock import LONDON
from engine.trial.scenario_text import TextUnreadableError, read_tree

VERBS = (
    "complete",
    "claim",
    "draft",
    "refuse",
    "question",
    "gone",
    "message",
    "close",
    "transfer",
    "advance",
    "until",
    "expect",
)
"""What a step may be; the first key of its mapping."""


class ScenarioUnreadableError(ValueError):
    """The file is not a scenario. The message says where, in plain words."""


@dataclass(frozen=True)
class Given:
    """Where a scenario begins."""

    area: str
    now: datetime
    raising: str
    receiving: str
    raiser: str = "practitioner"
    """The role of whoever raises it."""
    earlier: Mapping[str, Any] | None = None
    """Answers to the raising form of another case between the two, which is open already."""


@dataclass(frozen=True)
class ScenarioStep:
    """One thing that is done or expected. `target` is an element, a message or a time."""

    number: int
    verb: str
    target: Any
    actor: str | None
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Scenario:
    """An acceptance test of a procedure, written for people."""

    title: str
    clauses: tuple[str, ...]
    given: Given
    steps: tuple[ScenarioStep, ...]


def read_scenario(source: bytes) -> Scenario:
    """Read a scenario.

    Raises:
        ScenarioUnreadableError: with what is missing or unknown.
    """
    content = _content(source)
    if not isinstance(content, dict) or not {"title", "given", "steps"} <= content.keys():
        message = "A scenario has a title, a given and steps."
        raise ScenarioUnreadableError(message)
    clauses, steps = content.get("clauses") or [], content["steps"]
    for name, listed in (("clauses", clauses), ("steps", steps)):
        if not isinstance(listed, list):
            message = f"“{name}:” is no list."
            raise ScenarioUnreadableError(message)
    return Scenario(
        title=str(content["title"]),
        clauses=tuple(map(str, clauses)),
        given=_given(content["given"]),
        steps=tuple(_step(number, step) for number, step in enumerate(steps, 1)),
    )


def london_time(text: str) -> datetime:
    """Return the instant of a London wall time, for example `2026-08-28 16:00`.

    Raises:
        ScenarioUnreadableError: it is no such time.
    """
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=LONDON)
    except ValueError as error:
        message = f"“{text}” is not a time such as 2026-08-28 16:00."
        raise ScenarioUnreadableError(message) from error


def _content(source: bytes) -> Any:
    try:
        read_tree(source)
        return yaml.safe_load(source)
    except TextUnreadableError as error:
        message = f"Line {error.line}: {error}"
        raise ScenarioUnreadableError(message) from error
    except (yaml.YAMLError, ValueError) as error:
        # A date such as 2026-13-45 is right YAML, and no date.
        message = f"This is not YAML: {error}"
        raise ScenarioUnreadableError(message) from error


def _given(content: Any) -> Given:
    wanted = {"area", "now", "raising", "receiving"}
    if not isinstance(content, dict) or not wanted <= content.keys():
        message = f"given needs {', '.join(sorted(wanted))}."
        raise ScenarioUnreadableError(message)
    return Given(
        area=str(content["area"]),
        now=london_time(content["now"]),
        raising=str(content["raising"]),
        receiving=str(content["receiving"]),
        earlier=content.get("earlier"),
        raiser=str(content.get("raiser", "practitioner")),
    )


def _step(number: int, content: Any) -> ScenarioStep:
    verb = next((verb for verb in VERBS if isinstance(content, dict) and verb in content), None)
    if verb is None:
        message = f"Step {number} is none of: {', '.join(VERBS)}."
        raise ScenarioUnreadableError(message)
    details = {key: value for key, value in content.items() if key not in {verb, "as"}}
    actor = content.get("as")
    return ScenarioStep(number, verb, content[verb], None if actor is None else str(actor), details)
