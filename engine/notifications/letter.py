"""Puts a notice into words: subject and body."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.clock import LONDON
from engine.notifications.turn import one_in_words, whose_turn
from engine.notifications.wording import ANY_OUTCOME, OUTCOMES, wording_of

LONGEST_SUBJECT = 150


@dataclass(frozen=True)
class Letter:
    """What one notice says. The paragraphs of the body are parted by an empty line."""

    subject: str
    body: str


def write_letter(template: str, facts: Mapping[str, Any], base_url: str | None) -> Letter:
    """Return the text of a notice from the facts that the outbox holds.

    Without `base_url` it has no link: it goes to somebody who may not see the case.

    `facts`: reference, procedure, stage or stage_title, name, clauses, outcome, due_at (ISO 8601);
    of a limit that passed also `is_with`, `still`, `told_too`; of an alert that did not reach
    somebody `not_reached`, `telephone`, `out_of_hours`.
    """
    wording = wording_of(template)
    words = {
        "reference": str(facts["reference"]),
        "stage": str(facts.get("stage_title") or facts.get("stage") or ""),
        "name": str(facts.get("name") or "Notice"),
        "outcome": OUTCOMES.get(str(facts.get("outcome")), ANY_OUTCOME),
        "not_reached": one_in_words(facts.get("not_reached")),
    }
    subject = f"{words['reference']}: {wording.subject.format_map(words)}"
    paragraphs = (
        wording.happened.format_map(words),
        wording.to_do.format_map(words),
        _telephones(facts),
        _due(facts.get("due_at")),
        whose_turn(facts),
        _place(words, facts),
        f"{base_url}/cases/{words['reference']}" if base_url is not None else "",
    )
    return Letter(
        # One line: a label in a diagram may be broken into several.
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body="\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph),
    )


def is_link(line: str) -> bool:
    """Tell whether a line of a letter is an address and nothing else."""
    return line.startswith(("https://", "http://")) and not any(c.isspace() for c in line)


def time_in_words(moment: datetime) -> str:
    """Return London time with weekday and date: Saturday 29 August 2026, 16:05."""
    local = moment.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def _due(due_at: str | None) -> str:
    return (
        f"The time limit ended on {time_in_words(datetime.fromisoformat(due_at))}."
        if due_at
        else ""
    )


def _telephones(facts: Mapping[str, Any]) -> str:
    """Return how to ring the agency in which somebody could not be reached."""
    numbers = [f"Telephone: {facts['telephone']}."] if facts.get("telephone") else []
    numbers += [f"Out of hours: {facts['out_of_hours']}"] if facts.get("out_of_hours") else []
    return " ".join(numbers)


def _place(words: Mapping[str, str], facts: Mapping[str, Any]) -> str:
    place = [f"Case {words['reference']}"]
    if words["stage"]:
        place.append(f"stage “{words['stage']}”")
    if facts.get("procedure"):
        place.append(f"procedure “{facts['procedure']}”")
    clauses = [str(clause) for clause in facts.get("clauses") or ()]
    if clauses:
        place.append(f"clause{'s' if len(clauses) > 1 else ''} {', '.join(clauses)}")
    return f"{', '.join(place)}."
