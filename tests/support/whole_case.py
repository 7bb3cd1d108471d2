"""One case from raising to its end, in which every text field of every form is filled in."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.access import Actor
from engine.runtime.claims import claim_user_task
from engine.runtime.drafts import save_draft
from engine.runtime.locking import task_openings
from engine.runtime.messages import send_message
from engine.runtime.remarks import Remarks
from engine.runtime.task_forms import open_form
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE
from forms.suggestion import suggest_answers
from tests.support.engine import (
    COUNCIL,
    OFFICE,
    POLICE,
    RAISER,
    SCHOOL,
    Berkshire,
)

MARKER = "Zebrafink"
HINT = "ZQ 07/2015"
CHOICES: Mapping[str, Any] = {
    "immediate_harm": "no",
    "concern_remains": "yes",
    "receiving_agency": COUNCIL,
    "other_agencies": [POLICE],
    "child_match_hint": HINT,
    "child_ref": "ZEBRAFINK-77",
    "other_child_ref": "ZEBRAFINK/78",
    "s0_outcome": "not_resolved",
    "s1_outcome": "not_resolved",
    "s2_outcome": "not_resolved",
    "s3_outcome": "not_resolved",
    "lessons_identified": "yes",
    "policy_gap": "yes",
    "child_safe_now": "yes",
    "confirms_outcome": "yes",
}
MOST_STEPS = 60


def play_whole_case(berkshire: Berkshire) -> uuid.UUID:
    """Play a case through every stage to its end, with a draft and a claim on every task."""
    started = berkshire.start()
    people = _people(berkshire)
    for step in range(MOST_STEPS):
        tasks = berkshire.tasks(started.case_id)
        if not tasks:
            return started.case_id
        if step == 3:
            actor = berkshire.actor(*RAISER)
            send_message(berkshire.engine, actor, started.reference, DANGER_MESSAGE)
            berkshire.wait(days=2)
            continue
        _do(berkshire, people, tasks[0].id)
        berkshire.clock.set(berkshire.clock.now() + timedelta(minutes=1))
    message = "The case does not come to an end."
    raise AssertionError(message)


def _people(berkshire: Berkshire) -> list[Actor]:
    roles = ("practitioner", "line-manager", "next-level-manager", "senior-manager")
    roles += ("departmental-head", "meeting-chair", "safeguarding-lead")
    agencies = (SCHOOL, COUNCIL, POLICE)
    people = [berkshire.actor(role, agency) for agency in agencies for role in roles]
    return [*people, berkshire.actor("business-manager", OFFICE)]


def _do(berkshire: Berkshire, people: list[Actor], task_id: uuid.UUID) -> None:
    """Claim a task, draft it, and complete it as the first person who may."""
    engine = berkshire.engine
    with engine.open_reading() as work:
        openings = task_openings(work, task_id)
        actor = next(p for p in people if any(opening.admits(p) for opening in openings))
        shown = open_form(engine, work, actor, task_id)
    questions = shown.form.questions
    given = {key: value for key, value in CHOICES.items() if key in questions}
    for key, field in questions.items():
        if field.reference == "person":
            given[key] = str(berkshire.actor("meeting-chair", SCHOOL).person_id)
        if field.type in ("textfield", "textarea") and key not in given:
            given[key] = f"{MARKER}; {MARKER}"
    first = suggest_answers(shown.form, _shown(given, shown), shown.context, shown.functions)
    claim_user_task(engine, actor, task_id)
    save_draft(engine, actor, task_id, first)
    # Only a step that is overdue takes it.
    late = Remarks(late_reason="other", late_words=f"{MARKER}; {MARKER}")
    complete_user_task(engine, actor, task_id, first, remarks=late)


def _shown(given: Mapping[str, Any], shown: Any) -> dict[str, Any]:
    """Leave out the texts of questions that the choices hide."""
    choices = {key: value for key, value in given.items() if MARKER not in str(value)}
    plain = suggest_answers(shown.form, choices, shown.context, shown.functions)
    return {key: value for key, value in given.items() if key in plain or key in choices}
