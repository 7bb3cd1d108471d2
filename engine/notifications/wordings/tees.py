"""Notices that the procedure of Tees sends."""

from collections.abc import Mapping

from engine.notifications.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = {
    "T2_ALERT": Wording(
        "line managers alerted",
        "The professionals have not agreed. The line managers and safeguarding leads of all sides "
        "are alerted at once.",
        "On the side that raised it: review the concerns now. On the other sides: expect the line "
        "manager’s call.",
    ),
    "T2_IRO": Wording(
        "notice to the Independent Reviewing Officer",
        "Agencies disagree about a child who has a Child Protection Plan or is looked after. It "
        "has gone to their managers.",
        "You are told because the policy asks for it. Open the case to see where it is.",
    ),
    "T2_NOT_JUSTIFIED": Wording(
        "not taken further",
        "The line manager of the side that raised it has reviewed the concerns, and does not take "
        "them further.",
        "If you raised it: open the case to read the reasons. You may raise it again as a new "
        "case. On the other side: there is nothing more to do, but keep your own record.",
    ),
    "T4_PROCEDURES_GROUP": Wording(
        "a review of multi-agency procedures is recommended",
        "The Partnership has considered a dispute between agencies, and recommends a review of "
        "multi-agency procedures or guidance.",
        "The Partnership’s office will tell you what to review. You are not asked about the case.",
    ),
    "T4_NOT_CONFIRMED": Wording(
        "the outcome of stage four is not confirmed",
        "An agency does not confirm what was shared as the outcome of stage four, so the dispute "
        "counts as unresolved. There is no further stage.",
        "Open the case to see which agency it is. If you still think that the child is at risk, "
        "raise it again.",
    ),
    "T4_INVITED": Wording(
        "a resolution meeting is convened",
        "The Partnership has convened a resolution meeting, with an independent chair.",
        "Open the case to see when it is and who represents your agency.",
    ),
}
