"""Every kind of operation as an administrator does it once, and once in vain.

One table for the API and for the pages: where it is done, what is answered, what comes of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engine.persistence.definitions import ProcessDefinition
from engine.vocabulary import DANGER_MESSAGE, InstanceState
from tests.support.acting_house import LIMIT, MANAGER, NEXT, STEP, House, Place
from tests.support.engine import COUNCIL, POLICE

EMAIL = "@".join(MANAGER) + ".example"
DANGER_STEP = "Task_Danger_Act"
Answers = Mapping[str, Any]
"""By question: a text, a datetime, or values by name."""


def nothing(_place: Place) -> Answers:
    """Answer nothing: nothing is asked."""
    return {}


@dataclass(frozen=True)
class Act:
    """One kind of operation, once done and once refused."""

    kind: str
    done_in: Callable[[House], Place]
    comes_to: Callable[[Place], bool]
    outcome: str
    """Words of what is said then."""
    refused_in: Callable[[House], Place]
    why: str
    """Words of the refusal."""
    answers: Callable[[Place], Answers] = nothing
    other_answers: Callable[[Place], Answers] | None = None
    """Where it is refused; the same if nothing is said."""

    def given(self, place: Place, *, is_refused: bool = False) -> Answers:
        """Return what is answered for a place."""
        return (self.other_answers if is_refused and self.other_answers else self.answers)(place)


def _always(**answers: Any) -> Callable[[Place], Answers]:
    return lambda _place: answers


def _at(delta: timedelta) -> Callable[[Place], Answers]:
    """Return the limit with a time counted from now, on a whole minute."""

    def answers(place: Place) -> Answers:
        now: datetime = place.concord.engine.clock.now()
        return {"element": LIMIT, "due_at": (now + delta).replace(second=0, microsecond=0)}

    return answers


def _version(*, is_new: bool) -> Callable[[Place], Answers]:
    def answers(place: Place) -> Answers:
        newest = place.rows(select(ProcessDefinition.id).order_by(ProcessDefinition.id.desc()))[0]
        return {"to_version": str(newest if is_new else place.instance.process_definition_id)}

    return answers


ON_HOLD = "It is on hold"
TO_NEXT = _always(element=STEP, to=NEXT)
BACK = _always(to="Task_S0_Discuss")
CLOCK = _always(clock="runs_on")
VALUES = {"s1_outcome": "not_resolved", "lessons_identified": "no", "policy_gap": "no"}
NOT_RESOLVED = _always(element=STEP, variables=VALUES)

ACTS: tuple[Act, ...] = (
    Act(
        "suspend",
        House.contact,
        lambda place: place.instance.state == InstanceState.SUSPENDED,
        "Suspended. Its clocks run on",
        lambda house: house.danger,
        "A danger alert is never suspended",
        CLOCK,
    ),
    Act(
        "resume",
        House.suspended,
        lambda place: place.instance.state == InstanceState.ACTIVE,
        "Resumed.",
        lambda house: house.quiet,
        "It is not suspended.",
    ),
    Act(
        "cancel",
        House.contact,
        lambda place: place.instance.state == InstanceState.ENDED and not place.tasks,
        "Cancelled, and the case has ended.",
        lambda house: house.danger,
        "A danger alert is never cancelled",
    ),
    Act(
        "retry",
        House.failed,
        lambda place: place.incidents == ["resolved"],
        "1 incident resolved",
        lambda house: house.quiet,
        "Nothing in it has failed.",
    ),
    Act(
        "correct_value",
        House.contact,
        lambda place: place.value_of("s0_outcome") == "Yes, we agree",
        "“s0_outcome” has another value.",
        lambda house: house.quiet,
        "has this value already",
        _always(name="s0_outcome", value="resolved"),
        _always(name="s0_outcome", value="not_resolved"),
    ),
    Act(
        "complete_step",
        House.contact,
        lambda place: NEXT in place.tasks,
        "was completed with lessons_identified, policy_gap, s1_outcome.",
        lambda house: house.held,
        ON_HOLD,
        NOT_RESOLVED,
    ),
    Act(
        "skip_step",
        House.contact,
        lambda place: STEP not in place.tasks,
        "was skipped without an answer.",
        lambda house: house.danger,
        "A danger alert is never moved, completed or skipped",
        _always(element=STEP),
        _always(element=DANGER_STEP),
    ),
    Act(
        "move_token",
        House.contact,
        lambda place: place.tasks.keys() == {NEXT},
        "Moved from",
        lambda house: house.held,
        ON_HOLD,
        TO_NEXT,
    ),
    Act(
        "go_back",
        House.contact,
        lambda place: place.tasks.keys() == {"Task_S0_Discuss"},
        "Moved from",
        lambda house: house.held,
        ON_HOLD,
        BACK,
    ),
    Act(
        "fire_timer",
        House.contact,
        lambda place: place.due_at is None,
        "has fired",
        lambda house: house.held,
        ON_HOLD,
        _always(element=LIMIT),
    ),
    Act(
        "change_due",
        House.contact,
        lambda place: place.due_at == _at(timedelta(hours=3))(place)["due_at"],
        "is set for another time.",
        lambda house: house.quiet,
        "Choose a time that is still to come.",
        _at(timedelta(hours=3)),
        _at(-timedelta(hours=3)),
    ),
    Act(
        "recalculate_due",
        House.put_off,
        lambda place: place.due_at == place.tasks[STEP].opened_at + timedelta(hours=24),
        "was worked out again.",
        lambda house: house.quiet,
        "has the right due time already.",
        _always(element=LIMIT),
    ),
    Act(
        "reassign",
        House.contact,
        lambda place: place.tasks[STEP].claimed_by == place.concord.actor(*MANAGER).person_id,
        "is with Line manager, Reading School",
        lambda house: house.taken,
        "It is with Line manager, Reading School",
        _always(element=STEP, person=EMAIL),
    ),
    Act(
        "release",
        House.claimed,
        lambda place: place.tasks[STEP].claimed_by is None,
        "is free again",
        lambda house: house.quiet,
        "Nobody has taken it.",
        _always(element=STEP),
    ),
    Act(
        "change_participant",
        House.contact,
        lambda place: POLICE in place.agencies and COUNCIL not in place.agencies,
        "takes part in the place of",
        lambda house: house.danger,
        "Choose the case’s main process",
        _always(leaving=COUNCIL, joining=POLICE),
    ),
    Act(
        "send_message",
        House.contact,
        lambda place: [one.message for one in place.beside] == [DANGER_MESSAGE],
        "was sent. It has opened",
        lambda house: house.ended,
        "It has ended.",
        _always(message=DANGER_MESSAGE),
    ),
    Act(
        "migrate",
        House.outdated,
        lambda place: (
            place.instance.process_definition_id == int(_version(is_new=True)(place)["to_version"])
        ),
        "Goes on under version",
        lambda house: house.operate(house.outdated(), "cancel"),
        "It has ended.",
        _version(is_new=True),
    ),
)
