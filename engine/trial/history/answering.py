"""What invented people answer: by chance, with the weights that make a believable case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType
from typing import Any, Final

from engine.runtime.task_forms import TaskForm
from engine.trial.drawn_answers import valid_answers
from engine.trial.history.character import Character
from forms.fields import QUESTION_TYPES
from forms.fields.choices import options_of
from forms.fields.field import Field
from forms.scope import Scope

YES: Final[Mapping[str, float]] = MappingProxyType(
    {
        "immediate_harm": 0.02,
        "immediate_risk": 0.02,
        "still_significant_harm": 0.05,
        "concern_remains": 0.95,
        "confirms_outcome": 0.94,
        "lessons_identified": 0.35,
        "policy_gap": 0.1,
        "policy_issue": 0.1,
        "outstanding_issues": 0.1,
        "inside_one_agency": 0.03,
        "child_safe_now": 0.9,
        "accelerated": 0.1,
        "protocol_change": 0.15,
    }
)
"""The chance of a yes, by question; any other yes-or-no question: see `USUAL_YES`."""
USUAL_YES = 0.75
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "not_reached": 0.12,
        "could_not_reach": 0.12,
        "could_not": 0.12,
        "nobody_available": 0.12,
        "not_known": 0.15,
        "no_conference": 0.1,
        "disagrees": 0.2,
        "propose_skip": 0.1,
        "professionals_meeting": 0.3,
        "professional_meeting": 0.3,
        "joint_meeting": 0.3,
        "practitioners_already": 0.15,
        "professionals_already": 0.15,
        "hold_review": 0.3,
    }
)
"""How often an option is chosen, against 1 for any other one."""
AGREED: Final = frozenset({"resolved", "reasons_understood", "agreed_not_needed"})
NO_AGREEMENT: Final = frozenset({"not_resolved", "unresolved", "no_agreement", "convene"})
ANSWERS_UNASKED, MOST_TICKED, WRITES_IT_UP_LATER = 0.3, 3, 0.5
LATE_REASONS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "not_reached": 8,
        "leave_or_absence": 6,
        "closed_over_holiday": 3,
        "waiting_for_information": 7,
        "dispute_about_who_decides": 2,
        "other": 2,
    }
)
"""Codes of the form LATE."""


@dataclass(frozen=True)
class Filling:
    """What decides how a form is filled in."""

    given: Mapping[str, Any]
    character: Character
    random: Random
    now: datetime
    due_at: datetime | None


def believable_answers(shown: TaskForm, filling: Filling) -> dict[str, Any]:
    """Return valid answers.

    Raises:
        NoSuggestion: there are no valid answers now.
    """
    scope = Scope({}, shown.context, shown.functions)
    drawn: dict[str, Any] = {}
    for key, field in shown.form.questions.items():
        answer = filling.given[key] if key in filling.given else _draw(filling, field, scope)
        if answer is not None:
            drawn[key] = answer
    return valid_answers(shown, drawn)


def _draw(filling: Filling, field: Field, scope: Scope) -> Any:
    """Return an answer; None leaves the question to the suggestion, or unanswered."""
    random = filling.random
    if not field.required and random.random() >= ANSWERS_UNASKED:
        return None
    if field.type in {"radio", "select"}:
        return _chosen(filling, field, [option.value for option in options_of(field, scope)])
    if field.type == "checkbox":
        return field.required or random.random() < YES.get(field.key, USUAL_YES)
    if field.type == "checklist":
        values = [option.value for option in options_of(field, scope)]
        wanted = min(len(values), random.randint(1, MOST_TICKED))
        return sorted(random.sample(values, wanted), key=values.index) or None
    if field.type == "datetime":
        return _moment(filling, field, scope)
    return None


def _chosen(filling: Filling, field: Field, values: Sequence[str]) -> str | None:
    if not values:
        return None
    weights = [_weight(filling.character, field, value, values) for value in values]
    chosen: str = filling.random.choices(values, weights)[0]
    return chosen


def _weight(character: Character, field: Field, value: str, values: Sequence[str]) -> float:
    if "outcome" in field.key and (AGREED | NO_AGREEMENT).intersection(values):
        if value in NO_AGREEMENT:
            return 1 - character.agrees
        agreed = len(AGREED.intersection(values))
        return character.agrees / agreed if value in AGREED else WEIGHTS.get(value, 0.2)
    if value in {"yes", "no"}:
        yes = YES.get(field.key, USUAL_YES)
        return yes if value == "yes" else 1 - yes
    return WEIGHTS.get(value, 1)


def _moment(filling: Filling, field: Field, scope: Scope) -> str | None:
    """Return when something happened: shortly before, or within a limit that has passed since."""
    bounds = list(QUESTION_TYPES[field.type].candidates(field, scope))[:2]
    if not field.with_time or len(bounds) < len(("not_after", "not_before")):
        return None
    latest, earliest = (datetime.fromisoformat(bound) for bound in bounds)
    if not earliest < latest <= filling.now:
        return None
    due, random = filling.due_at, filling.random
    writes_up = random.random() < WRITES_IT_UP_LATER
    back = random.random() ** 4
    if writes_up and due is not None and earliest < due < latest:
        latest = due
    moment = latest - (latest - earliest) * back
    if moment > filling.now - timedelta(minutes=1):
        return str(bounds[0])
    return moment.replace(second=0, microsecond=0).isoformat()
