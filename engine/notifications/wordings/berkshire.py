"""Notices that the procedure of Berkshire sends."""

from collections.abc import Mapping

from engine.notifications.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = {
    "ACCELERATED": Wording(
        "all stages may be needed within a short period",
        "A difference of opinion has been raised that may need every stage within a short period. "
        "No stage is left out, and no time limit is shorter.",
        "Managers of all levels: make sure that you can be reached, so that your stage can begin "
        "as soon as it is needed.",
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
}
