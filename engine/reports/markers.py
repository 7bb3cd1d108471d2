"""What in the procedures' diagrams and forms the report looks for: elements, questions, codes.

A figure names what it counts by the ids of the diagrams, which never change. A row whose ids stand
in none of a partnership's versions is left out: its procedure knows no such thing.
"""

RESOLVED = "End_Resolved"
UNRESOLVED = "End_Unresolved"
UNDERSTOOD = "End_Understood"
NOT_JUSTIFIED = "End_NotJustified"
SETTLED = frozenset({RESOLVED, UNDERSTOOD})
"""The ends at which both sides are at one."""

ALREADY_BELOW = frozenset({"practitioners_already", "professionals_already"})
"""Answers to `resolved_by`: the level below had settled it before these managers spoke."""

PARTNERS_TOLD = frozenset({"Task_S4_Report", "Task_T4_Advise", "Task_S4_Account"})
LAST_MEETING = frozenset({"Task_S4_Decision", "Task_T4_Meeting", "Task_S4_Meeting"})
MEETING_LIMIT = frozenset({"Timer_S4_48h"})
ARRANGING = frozenset({"Task_S4_Arrange"})
CHAIR_OF_NO_SIDE = frozenset({"Task_T4_Meeting"})
CHAIR_REPORT = frozenset({"Task_S4_ChairReport"})
CASE_REVIEW = frozenset({"Task_CaseReview"})

BY_PASS_VOTE = frozenset({"Task_Skip_Agree"})
ACCELERATED = frozenset({"Task_S0_Raise"})
CONFERENCE = frozenset({"CP_Task_Support", "CP_Task_Discuss"})
CONFERENCE_CONVENED = frozenset({"CP_Task_Convene"})
IRO_NOTICES = frozenset({"T2_IRO"})
STATUS_CHANGED = frozenset({"CS_Task_Status"})

GAP_REFERRED = frozenset({"Task_PolicyGap"})
LEARNING = frozenset({"Task_Learning"})

CHILD_SAFE = ("child_safe_now", "yes")
"""Question and answer that end a danger alert."""
