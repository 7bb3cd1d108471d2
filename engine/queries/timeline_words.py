"""What each kind of event says to the people of a case, and the parts of the timeline."""

from collections.abc import Callable, Mapping

from engine.english import role_in_words
from engine.vocabulary import CLOSINGS, DANGER_MESSAGE, Happening, OperationKind

Sentence = Callable[[str, Mapping[str, str]], str]


OPERATIONS: Mapping[str, str] = {
    OperationKind.SUSPEND: "the case is on hold",
    OperationKind.RESUME: "the case goes on",
    OperationKind.CANCEL: "stopped the procedure",
    OperationKind.RETRY: "tried again what had failed",
    OperationKind.CORRECT_VALUE: "corrected a value",
    OperationKind.COMPLETE_STEP: "completed a step",
    OperationKind.SKIP_STEP: "left a step out",
    OperationKind.MOVE_TOKEN: "moved the case to another step",
    OperationKind.GO_BACK: "went back to an earlier step",
    OperationKind.FIRE_TIMER: "let a time limit pass now",
    OperationKind.CHANGE_DUE: "changed a time limit",
    OperationKind.RECALCULATE_DUE: "counted the time limits anew",
    OperationKind.REASSIGN: "gave a step to somebody else",
    OperationKind.RELEASE: "made a step free for colleagues",
    OperationKind.CHANGE_PARTICIPANT: "changed the agencies that take part",
    OperationKind.SEND_MESSAGE: "sent a message",
    OperationKind.MIGRATE: "moved the case to another version of the procedure",
}
"""What an administrator did, as the people of a case read it."""


def operation_in_words(kind: str) -> str:
    """Return what an operation of this kind does; of one that is not known any more, its key."""
    return OPERATIONS.get(kind, kind)


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


def _migrated(_name: str, details: Mapping[str, str]) -> str:
    goes_on = "The danger alert" if details.get("message") == DANGER_MESSAGE else "The case"
    return (
        f"{goes_on} goes on in version {details.get('to_version')} of the procedure (edition "
        f"{details.get('to_edition')}); before, it followed version {details.get('from_version')}"
    )


def _operation(_name: str, details: Mapping[str, str]) -> str:
    return f"Put the procedure right: {operation_in_words(details.get('kind', ''))}"


def _operation_undone(_name: str, details: Mapping[str, str]) -> str:
    return f"Took back: {operation_in_words(details.get('kind', ''))}"


def _incident_resolved(_name: str, details: Mapping[str, str]) -> str:
    is_notice, is_left = "notice" in details, details.get("ignored")
    if is_left:
        what = "a notice that did not arrive" if is_notice else "an incident"
        return f"Left {what} as it is, and said why"
    if is_notice:
        return "A notice that did not arrive was sent again"
    return "The procedure goes on after an incident"


# What is not listed here is for administrators, not for the people of the case.
SENTENCES: Mapping[str, Sentence] = {
    Happening.CASE_RAISED: _about("Raised the difference of opinion"),
    Happening.CASE_ENDED: _ended,
    Happening.CASE_CLOSED: _closed,
    Happening.CLOSING_ASKED: _about("Asked for the case to be closed; a manager has to sign"),
    Happening.CASES_LINKED: _about("Linked the case to another one"),
    Happening.AGENCIES_CHANGED: _about("Changed the agencies that take part"),
    Happening.INSTANCE_MIGRATED: _migrated,
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
    Happening.INCIDENT_RESOLVED: _incident_resolved,
    Happening.OPERATION_DONE: _operation,
    Happening.OPERATION_UNDONE: _operation_undone,
    Happening.CASE_OPENED: _about("Opened the case to read what was written, and said why"),
}

PARTS: Mapping[str, tuple[Happening, ...]] = {
    "limits": (Happening.TIMER_FIRED,),
    "notices": (Happening.NOTIFICATION_QUEUED, Happening.DELIVERY_FAILED, Happening.NOBODY_TO_ACT),
    "comments": (Happening.COMMENT_WRITTEN, Happening.TASK_HANDED_OVER),
    "administrators": (
        Happening.OPERATION_DONE,
        Happening.OPERATION_UNDONE,
        Happening.CASE_OPENED,
        Happening.INCIDENT_RAISED,
        Happening.INCIDENT_RESOLVED,
    ),
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
