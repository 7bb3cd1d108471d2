"""What each kind of event says to the people of a case, and the parts of the timeline."""

from collections.abc import Callable, Mapping

from engine.english import role_in_words
from engine.vocabulary import CLOSINGS, DANGER_MESSAGE, Happening

Sentence = Callable[[str, Mapping[str, str]], str]


def _about(words: str) -> Sentence:
    return lambda name, _details: words.format(name=name)


def _released(name: str, details: Mapping[str, str]) -> str:
    if "taken_from" in details:
        return f"“{name}” is free again: who was on it cannot do it any more"
    return f"Gave “{name}” back"


def _message(name: str, details: Mapping[str, str]) -> str:
    if details.get("message") == DANGER_MESSAGE:
        return "Reported that the child is in immediate danger"
    return f"Sent “{name}”"


def _closed(_name: str, details: Mapping[str, str]) -> str:
    reason = CLOSINGS.get(details.get("closed_as", ""), "no reason is known")
    return f"Closed the case outside the procedure: {reason}"


def _ended(name: str, details: Mapping[str, str]) -> str:
    return f"The case ended: {CLOSINGS.get(details.get('closed_as', ''), name)}"


def _comment(_name: str, details: Mapping[str, str]) -> str:
    own = details.get("only_for_agency")
    return "Wrote a comment for their own agency alone" if own else "Wrote a comment"


def _undelivered(_name: str, details: Mapping[str, str]) -> str:
    role, following = details.get("role"), details.get("next_role")
    missed = f"the {role_in_words(role)}" if role else "somebody"
    after = f"it went on to the {role_in_words(following)}" if following else "nobody is left"
    return f"The danger alert could not be delivered to {missed}; {after}"


# What is not listed here is for administrators, not for the people of the case.
SENTENCES: Mapping[str, Sentence] = {
    Happening.CASE_RAISED: _about("Raised the difference of opinion"),
    Happening.CASE_ENDED: _ended,
    Happening.CASE_CLOSED: _closed,
    Happening.CLOSING_ASKED: _about("Asked for the case to be closed; a manager has to sign"),
    Happening.CASES_LINKED: _about("Linked the case to another one"),
    Happening.AGENCIES_CHANGED: _about("Changed the agencies that take part"),
    Happening.TASK_HANDED_ON: _about("“{name}” was handed on"),
    Happening.NOBODY_TO_ACT: _about("Nobody of an agency can do “{name}”; the office is told"),
    Happening.CASE_JOINED: _about("Joined the case instead of raising the same again"),
    Happening.TASK_OPENED: _about("“{name}” opened"),
    Happening.TASK_CLAIMED: _about("Took “{name}”"),
    Happening.TASK_RELEASED: _released,
    Happening.TASK_HANDED_OVER: _about("Handed “{name}” over to a colleague"),
    Happening.COMMENT_WRITTEN: _comment,
    Happening.TASK_COMPLETED: _about("Completed “{name}”"),
    Happening.TASK_CANCELLED: _about("“{name}” closed without being completed"),
    Happening.SUBMISSION_MISSED: _about("Sent “{name}” after it had closed; the text is kept"),
    Happening.TIMER_FIRED: _about("Time limit passed: {name}"),
    Happening.MESSAGE_RECEIVED: _message,
    Happening.NOTIFICATION_QUEUED: _about("Notice: {name}"),
    Happening.DELIVERY_FAILED: _undelivered,
    Happening.INCIDENT_RAISED: _about("The procedure could not go on; administrators look into it"),
    Happening.INCIDENT_RESOLVED: _about("The procedure goes on after an incident"),
}

PARTS: Mapping[str, tuple[Happening, ...]] = {
    "limits": (Happening.TIMER_FIRED,),
    "notices": (Happening.NOTIFICATION_QUEUED, Happening.DELIVERY_FAILED, Happening.NOBODY_TO_ACT),
    "comments": (Happening.COMMENT_WRITTEN, Happening.TASK_HANDED_OVER),
}
STEPS = "steps"
"""The part with everything that no other part has."""


def kinds_of(part: str | None) -> list[str]:
    """Return the kinds of events of a part of the timeline; None: of all of it."""
    if part is None:
        return list(SENTENCES)
    if part != STEPS:
        return list(PARTS[part])
    elsewhere = {kind for kinds in PARTS.values() for kind in kinds}
    return [kind for kind in SENTENCES if kind not in elsewhere]
