"""Limits as people say them: hours, working days, a date from a form; and as a diagram writes them.

The modeller's panel knows the same (`api/islands/src/modeller/timer.js`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from engine.definitions import names
from engine.definitions.diagram import Element
from engine.english import counted

MOST = 9_999
_HOURS = re.compile(r"PT(\d{1,4})H")
_WORKING_DAYS = re.compile(r"=\s*working day deadline\(now\(\), (\d{1,4})\)")
_DATE = re.compile(r"=\s*([A-Za-z_]\w*)")
_FORMS = ("timeDuration", "timeDate", "timeCycle")
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_IN_WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class LimitKind(StrEnum):
    """In what a limit is measured."""

    HOURS = "hours"
    WORKING_DAYS = "working-days"
    DATE = "date"
    """A date that people enter in a form."""
    OTHER = "other"
    """An expression that people leave as it is."""
    NONE = "none"


@dataclass(frozen=True)
class Limit:
    """How long something may take. `text` is what the diagram has, in every kind."""

    kind: LimitKind
    text: str = ""
    number: int = 0
    """Hours or working days."""
    question: str = ""
    """Key of the question that asks for the date."""

    @property
    def in_words(self) -> str:
        """Return “24 hours”, “1 working day”, “the date of agreed_deadline”."""
        if self.kind is LimitKind.HOURS:
            return counted(self.number, "hour")
        if self.kind is LimitKind.WORKING_DAYS:
            return counted(self.number, "working day")
        if self.kind is LimitKind.DATE:
            return f"the date that {self.question} asks for"
        return self.text or "no time yet"


def read_limit(timer: Element) -> Limit:
    """Read a `timerEventDefinition`."""
    texts = (names.text_of(timer.find(names.bpmn(form))) for form in _FORMS)
    text = next((text for text in texts if text), "")
    if found := _HOURS.fullmatch(text):
        return Limit(LimitKind.HOURS, text, number=int(found[1]))
    if found := _WORKING_DAYS.fullmatch(text):
        return Limit(LimitKind.WORKING_DAYS, text, number=int(found[1]))
    if found := _DATE.fullmatch(text):
        return Limit(LimitKind.DATE, text, question=found[1])
    return Limit(LimitKind.OTHER if text else LimitKind.NONE, text)


def limit_of(kind: LimitKind, number: int = 0, question: str = "") -> Limit:
    """Make a limit that people have chosen; one of kind OTHER or NONE cannot be chosen."""
    texts = {
        LimitKind.HOURS: f"PT{number}H",
        LimitKind.WORKING_DAYS: f"=working day deadline(now(), {number})",
        LimitKind.DATE: f"={question}",
    }
    return Limit(kind, texts[kind], number, question)


def write_limit(event: Element, limit: Limit) -> None:
    """Write a limit into an event with a timer, and into its name where that only says how long."""
    timer = event.find(names.bpmn("timerEventDefinition"))
    if timer is None or read_limit(timer) == limit:
        return
    _rename(event, read_limit(timer), limit)
    for form in _FORMS:
        for old in timer.findall(names.bpmn(form)):
            timer.remove(old)
    form = "timeDuration" if limit.kind is LimitKind.HOURS else "timeDate"
    expression = etree.SubElement(timer, names.bpmn(form))
    prefix = next(p for p, uri in expression.nsmap.items() if names.bpmn("x") == f"{{{uri}}}x")
    expression.set(_TYPE, f"{prefix}:tFormalExpression" if prefix else "tFormalExpression")
    expression.text = limit.text


def _rename(event: Element, before: Limit, after: Limit) -> None:
    """Say the new limit where the name says the old one: “48 hours at most”, “One working day”."""
    name, ways = event.get("name", ""), _names_of(after)
    if not ways:
        return
    if not name:
        event.set("name", ways[0])
    for place, way in enumerate(_names_of(before)):
        if name == way or name.startswith(f"{way} "):
            event.set("name", ways[min(place, len(ways) - 1)] + name[len(way) :])
            return


def _names_of(limit: Limit) -> tuple[str, ...]:
    """Return how a limit is commonly named in a drawing: in figures, then in a word."""
    if limit.kind not in {LimitKind.HOURS, LimitKind.WORKING_DAYS}:
        return ()
    words = limit.in_words
    if limit.number >= len(_IN_WORDS):
        return (words,)
    _, unit = words.split(" ", 1)
    return (words, f"{_IN_WORDS[limit.number].capitalize()} {unit}")
