"""The workshop in words: states of drafts and versions, and what its pages say after an act."""

from collections.abc import Mapping

from engine.english import listed, sentence
from engine.errors import DraftMovedOnError
from engine.queries.case_counts import CaseCount
from engine.vocabulary import ProcedureDraftState, ReviewDecision

STATES: Mapping[str, tuple[str, str]] = {
    ProcedureDraftState.EDITING: ("Being edited", "open"),
    ProcedureDraftState.SUBMITTED: ("Waits for approval", ""),
    ProcedureDraftState.APPROVED: ("Approved", "done"),
    ProcedureDraftState.PUBLISHED: ("Published", "done"),
    ProcedureDraftState.DISCARDED: ("Discarded", "failed"),
}
"""A draft's state in words, and the ending of its class name."""
DECISIONS: Mapping[str | None, str] = {
    None: "Waits for a decision",
    ReviewDecision.APPROVED: "Approved",
    ReviewDecision.RETURNED: "Returned",
    ReviewDecision.WITHDRAWN: "Withdrawn",
}

BEGUN = "The draft is begun. Nobody’s case follows it before it is published."
RENAMED = "The draft has its new title."
WENT_BACK = "The draft has the files of revision {number} again."
DISCARDED = "The draft is discarded. You can bring it back."
BROUGHT_BACK = "The draft is back."
SAVED = "Saved as revision {number}."
UNCHANGED = "Nothing was different, so nothing was saved."
REVIEW_WITHDRAWN = (
    "The draft had been submitted. It is being edited again and its review is withdrawn."
)
SUBMITTED = "The draft waits for approval by a second person."
WITHDRAWN = "The draft is back from review and can be edited."
APPROVED = "Approved. The draft can be published now."
RETURNED = "The draft is returned, with your words."
COMMENTED = "Your comment stands with the draft."
RESOLVED = "The comment is marked as dealt with."
CALLED_OFF = "The publication is called off. No case will follow this version."


def state_in_words(state: str) -> str:
    """Return a draft's state for people."""
    return STATES[state][0]


def state_class(state: str) -> str:
    """Return the ending of the class name of a draft's state; none for the ordinary look."""
    return STATES[state][1]


def moved_on_in_words(error: DraftMovedOnError) -> str:
    """Say that somebody saved meanwhile, after a button that carried no text."""
    return f"{error.by} saved revision {error.revision} in the meantime. Look at it first."


def cases_in_words(running: Mapping[int, CaseCount]) -> str:
    """Return “3 running cases keep version 2.” from numbers of cases by version."""
    parts = [
        f"{cases.of('running case')} keep{'s' if cases == CaseCount(1) else ''} version {version}"
        for version, cases in running.items()
    ]
    return f"{sentence(listed(parts))}." if parts else "No case of this edition is running."
