"""What each notice says. One place, plain words, and never anything about a child.

A diagram names the text by its property `template`. A name that is not listed here gets a general
text built from the element's label, so that a procedure can be changed without changing this page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

OUTCOMES: Mapping[str, str] = {
    "resolved": "the difference is resolved",
    "not_resolved": "the difference is not resolved",
    "decided": "a final decision has been made",
    "unresolved": "a decision was made without agreement",
    "professionals_meeting": "a professionals meeting will be held",
}
ANY_OUTCOME = "an outcome has been recorded"


@dataclass(frozen=True)
class Wording:
    """The words of one notice, with `{reference}`, `{stage}`, `{name}` and `{outcome}` in them."""

    subject: str
    """The reference is put before it."""
    happened: str
    to_do: str


DANGER = Wording(
    "child at risk now, act at once",
    "It has been reported that the child of this case is in immediate danger.",
    "If the child may be harmed now, ring 999 and ask for the police. Then open the case, and "
    "write down what was done. Do not wait for anything else in the case.",
)
GENERAL = Wording("{name}", "{name}.", "Open the case to see what happened and what comes next.")

WORDINGS: Mapping[str, Wording] = {
    "DANGER": DANGER,
    "TASK_OPENED": Wording(
        "there is something for you to do",
        "A task has opened for you or your team.",
        "Open the case to see what is asked and by when.",
    ),
    "S0_REPORTED": Wording(
        "reported to the line managers",
        "The practitioners could not settle a difference of opinion in time, or said that they "
        "cannot. It is now reported to the line managers. That is ordinary practice.",
        "Line managers: contact each other and review the information. The case says by when.",
    ),
    "S1_OVERDUE": Wording(
        "the line managers’ contact is overdue",
        "The time limit for the line managers’ contact has passed, and no contact is recorded.",
        "Line managers: make contact now and record it; the time of the contact counts, not the "
        "time of recording. Next-level managers: make sure that it happens.",
    ),
    "S2_OVERDUE": Wording(
        "the next-level managers’ contact is overdue",
        "The time limit for the next-level managers has passed, and no contact is recorded.",
        "Next-level managers: make contact now and record it; the time of the contact counts, not "
        "the time of recording. Senior managers: make sure that it happens.",
    ),
    "S3_OVERDUE": Wording(
        "the senior managers’ contact is overdue",
        "The time limit for the senior managers has passed, and no contact is recorded.",
        "Senior managers: make contact now and record it; the time of the contact counts, not the "
        "time of recording. Departmental heads: make sure that it happens.",
    ),
    "S4_OVERDUE": Wording(
        "the meeting of senior managers is overdue",
        "The time limit for the meeting has passed, and no meeting is recorded.",
        "Departmental heads: hold the meeting now and record it; the time of the meeting counts, "
        "not the time of recording. Business Manager: inform the statutory partners.",
    ),
    "OUTCOME": Wording(
        "the outcome of a stage",
        "What was recorded at this stage: {outcome}.",
        "Open the case to read it, and to see whether you are asked to confirm it.",
    ),
}
