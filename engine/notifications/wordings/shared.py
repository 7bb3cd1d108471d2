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
    "TASK_OPENED": Wording(
        "there is something for you to do",
        "A task has opened for you or your team.",
        "Open the case to see what is asked and by when.",
    ),
    "OUTCOME": Wording(
        "the outcome of a stage",
        "What was recorded at this stage: {outcome}.",
        "Open the case to read it, and to see whether you are asked to confirm it.",
    ),
}
