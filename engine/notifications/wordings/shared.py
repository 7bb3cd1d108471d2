"""Notices that every procedure sends."""

from collections.abc import Mapping

from engine.notifications.wordings.wording import Wording

DANGER = Wording(
    "child at risk now, act at once",
    "It has been reported that the child of this case is in immediate danger.",
    "If the child may be harmed now, ring 999 and ask for the police. Then open the case, and "
    "write down what was done. Do not wait for anything else in the case.",
)
WORDINGS: Mapping[str, Wording] = {
    "DANGER": DANGER,
    "DANGER_NEXT_CONTACT": Wording(
        "child at risk now, and the alert has come to you: act at once",
        "It has been reported that the child of this case is in immediate danger. The alert did "
        "not reach {not_reached}, so you are told in their place.",
        "If the child may be harmed now, ring 999 and ask for the police. Telephone {not_reached} "
        "as well. Then open the case, and make sure that somebody acts.",
    ),
    "TASK_OPENED": Wording(
        "there is something for you to do",
        "A task has opened for you or your team.",
        "Open the case to see what is asked and by when.",
    ),
    "STANDS_IN": Wording(
        "you stand in for a colleague who is away",
        "A colleague of yours is away, and you have their part in this case until they are back.",
        "Open the case to see what is asked and by when. No time limit has changed.",
    ),
    "HANDED_OVER": Wording(
        "a colleague has handed a step over to you",
        "“{name}” is with you from now on.",
        "Open the case to read what your colleague wrote, and to go on. No time limit has changed.",
    ),
    "REASSIGNED": Wording(
        "a step is with you from now on",
        "An administrator has given “{name}” to you.",
        "Open the case to go on. No time limit has changed, and what was typed is still there.",
    ),
    "SEND_AGAIN": Wording(
        "a step can be sent again",
        "The procedure could not go on when you sent “{name}”. That has been put right.",
        "Open the case and send the step again. What you typed is still there.",
    ),
    "CASE_GOES_ON": Wording(
        "the case goes on after all",
        "An administrator had ended the case. That was taken back: the case is where it was.",
        "Open the case to see whether something waits for you. Time limits are those of before.",
    ),
    "NOBODY_TO_ACT": Wording(
        "a step waits for nobody",
        "In one of the agencies nobody can act on “{name}”, up to its highest level.",
        "Ask the agency who does it, and have the role given to that person in Concord. The time "
        "limit goes on meanwhile.",
    ),
    "CASE_JOINED": Wording(
        "somebody of your agency has joined the case",
        "They were about to raise the same difference again, and can see this case from now on.",
        "Open the case, and talk to them. If they should not see it, tell your administrator.",
    ),
    "COMMENT_WRITTEN": Wording(
        "somebody has written a comment",
        "A comment was written beside the steps of the case.",
        "Open the case to read it. No time limit has changed.",
    ),
    "OWN_COMMENT_WRITTEN": Wording(
        "a colleague has written a comment for your agency",
        "A comment was written that only people of your own agency can read. Nobody else knows of "
        "it.",
        "Open the case to read it. No time limit has changed.",
    ),
    "CASE_CLOSED": Wording(
        "the case has been closed",
        "The case was closed outside the procedure: {outcome}. This is not an agreed outcome.",
        "Nothing in it has to be done any more. If you still think that the child is at risk, "
        "raise it again.",
    ),
    "SIGN_TO_CLOSE": Wording(
        "somebody asks you to sign before the case is closed",
        "Your agency wants to close the case, and somebody still thinks that the child is at risk.",
        "Open the case. It stays open until you, as a manager, close it or leave it as it is.",
    ),
    "AGENCY_TRANSFERRED": Wording(
        "the agencies of the case have changed",
        "Another agency or team takes part in the case from now on.",
        "Open the case to see what came before, and whether something waits for you. Time limits "
        "have not changed.",
    ),
    "OUTCOME": Wording(
        "the outcome of a stage",
        "What was recorded at this stage: {outcome}.",
        "Open the case to read it, and to see whether you are asked to confirm it.",
    ),
}
