"""How notices and pages put a template and an outcome into words: plain, never about a child.

A diagram names the text by its property `template`. A name that is not listed in `wordings` gets a
general text built from the element's label, so that a procedure can be changed without changing
this code.
"""

from collections.abc import Mapping

from engine.notifications.wordings import WORDINGS
from engine.notifications.wordings.wording import Wording
from engine.vocabulary import CLOSINGS

OUTCOMES: Mapping[str, str] = {
    **CLOSINGS,
    "resolved": "the difference is resolved",
    "not_resolved": "the difference is not resolved",
    "decided": "a final decision has been made",
    "unresolved": "a decision was made without agreement",
    "professionals_meeting": "a professionals meeting will be held",
    "propose_skip": "it is proposed to leave steps out",
    "joint_meeting": "a joint meeting will be held",
    "policy_considered": "the policy issue has been considered",
    "professional_meeting": "a professional meeting will be held first",
    "reasons_understood": "the reasons for the decision are understood",
}
ANY_OUTCOME = "an outcome has been recorded"
GENERAL = Wording("{name}", "{name}.", "Open the case to see what happened and what comes next.")


def wording_of(template: str) -> Wording:
    """Return the words of a template."""
    return WORDINGS.get(template, GENERAL)
