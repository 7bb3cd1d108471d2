"""What each figure of the report counts, in words: printed beside it wherever it is shown.

Source: the items of docs/report.md; when a limit is kept: ADR 0010.
"""

from collections.abc import Mapping

PERIOD = "The period begins and ends at midnight, London time."
AS_KNOWN = (
    "Counted from what was known when the report was made; what is recorded later changes it."
)
VERSIONS = (
    "A case counts under the version of the procedure that was in force when it was raised, "
    "also when it was moved to another version since."
)
NONE_IN_FORCE = "No version of a procedure was in force in the period."
AGENCIES = "An agency of the partnership has a row although nothing was counted for it."

DEFINITIONS: Mapping[str, str] = {
    "cases": (
        "Raised: cases whose first form was sent in the period. Ended: cases in which nothing was "
        "open any more, whenever they were raised. Open: raised before the end of the period (or "
        "before now, while it lasts) and not ended then."
    ),
    "agencies": (
        "Cases raised in the period, by the agency that raised them and by the agency with which "
        f"it disagreed. {AGENCIES}"
    ),
    "pairs": (
        "Cases raised in the period, by the agency that raised them and the one it disagreed with."
    ),
    "areas": "Cases raised in the period, by the area in which the child lives.",
    "themes": (
        "Cases raised in the period, by what the raising agency chose from the form’s list. A "
        "case can have several themes, so the rows add up to more than the cases."
    ),
    "stages": (
        "Cases that ended in the period. Ended here: by the highest stage of which a step was "
        "opened. Settled here: those that ended with both sides at one (resolved, or reasons "
        "understood), by the stage in which they settled it. Where managers wrote down that the "
        "level below had settled it already, it counts for the stage below."
    ),
    "settled_by": (
        "Settled cases that ended in the period, by whose stage it was settled in: practitioners, "
        "line managers, or anybody above. Share: of all settled cases."
    ),
    "time_to_end": (
        "From the moment a case was raised to its end, of cases that ended in the period, in "
        "elapsed time, weekends and holidays included. Half of the cases took at most the median, "
        "nine of ten at most the 90th percentile. Settled: resolved, or reasons understood."
    ),
    "time_in_stage": (
        "From the opening of a stage’s first step to the closing of its last one, of cases that "
        "ended in the period, in elapsed time. Recording and confirming the outcome belong to the "
        "stage."
    ),
    "limits_by_stage": (
        "Time limits that were over in the period: met and recorded before their end, or run "
        "out. A limit counts once, in one period. Kept: what the limit asks for happened and was "
        "recorded in time. In time, recorded late: it happened in time and was recorded "
        "afterwards. Late: it happened afterwards, or not at all. Open and overdue: nothing has "
        "been recorded. Limits that nobody needed any more are left out. Share in time: kept and "
        "recorded late, of all four. Read it together with the agencies that raised no case: not "
        "recording can look like success."
    ),
    "limits_by_agency": (
        "The same limits by the agency that did the step; as long as nobody has, by every agency "
        "that is asked. A limit of several agencies counts for each, so the rows add up to more "
        f"than the limits. {AGENCIES}"
    ),
    "late_reasons": (
        "Limits that count as late above, by the reason that was chosen when it was recorded."
    ),
    "open": (
        "Cases that were open at the end of the period (or are open now, while it lasts), by the "
        "stage of the step that was opened last, and by the time since they were raised."
    ),
    "danger": (
        "Danger alerts sent in the period. Answered: somebody wrote down what was done. The child "
        "recorded as safe: somebody wrote down that the child is safe, which ends the alert; "
        "until then it stays the same alert, however often somebody writes. Times: from the alert "
        "to that record, in elapsed time; what was done at once by telephone was done before."
    ),
    "records": (
        "Requests of the period to confirm the recorded outcome of a stage, one for each agency. "
        "Confirmed or disputed: what the agency answered. Not answered: still open, or the "
        f"procedure went on without it. {AGENCIES}"
    ),
    "outcomes": (
        "Cases that ended in the period, by the end of the procedure that they reached, or by the "
        "reason why somebody closed them outside the procedure."
    ),
    "last_stage": (
        "Cases of which the first step of the last stage was opened in the period, and what has "
        "happened in them since, whenever it happened. A meeting counts as within 48 hours when "
        "it was held in time, also when that was recorded later."
    ),
    "special": "Cases in which this happened in the period. Each case counts once in a row.",
    "lessons": (
        "Cases in which this was written down in the period. Each case counts once in a row. What "
        "a sub-group answers to a gap is not written down in Concord. What can be known is whether "
        "a new version of the procedure of the case has come into force since, up to now; whether "
        "it answers that gap, the sub-group can say."
    ),
    "versions": "Versions of the partnership’s procedures that came into force in the period.",
    "unused": (
        "Agencies of the partnership that raised no case in the period. Silence is a finding: it "
        "can mean that there was nothing to raise, or that the procedure is not known or not "
        "trusted. Beside each, the cases of the period that others raised with it. Agencies are "
        "those in the directory now."
    ),
}
"""By the key of the figure."""

OUTSIDE = (
    "This version may leave the partnership. Numbers under 5, also none, are told as “fewer than "
    "5”. So that nobody can work them out from the others, every other number is told as “5 or "
    "more”, “25 or more”, “125 or more” and so on. Shares and charts are left out, and so is "
    "what would be listed only because there was one. A median is told where it stands for at "
    "least 5, a 90th percentile where it stands for at least 25, both in whole days or hours. "
    "Agencies that raised no case are named where that says nothing about the others."
)
INSIDE = (
    "This version has exact numbers, also small ones that can point at a person or a child. "
    "It stays inside the partnership."
)
