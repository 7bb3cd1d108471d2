"""What is for one agency alone, and the hint, reach nobody else: by no road that there is."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from api.task_documents import task_document
from engine.errors import EngineError
from engine.persistence.history import HistoryEvent
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.tasks import DRAFT_LABEL, Draft
from engine.queries.case_details import load_case
from engine.queries.case_notices import list_case_notices
from engine.queries.confirmations import list_confirmations
from engine.queries.submissions import list_kept_texts, list_submissions
from engine.queries.tasks import load_task
from engine.queries.timeline import list_timeline
from engine.runtime.closing import close_case
from engine.runtime.delivering import deliver_notifications
from engine.runtime.drafts import save_draft
from engine.runtime.execution import load_instance
from engine.runtime.locking import main_instance
from engine.runtime.task_forms import open_form
from tests.support.engine import COUNCIL, RAISER, SCHOOL

SECRET = "xq-record-4711"
HINT = "ZQ 07/2015"
OTHERS = (
    ("practitioner", COUNCIL),
    ("line-manager", COUNCIL),
    ("business-manager", "berkshire-partnership"),
    ("practitioner", "thames-police"),
)
READS = (list_submissions, list_kept_texts, list_confirmations, list_timeline, list_case_notices)
CLOSING = {
    "close_reason": "raised_in_error",
    "still_at_risk": "no",
    "close_words": "It was about another child.",
}


def seen_by(berkshire, role, case):
    """Return as text everything that a person can read of a case; what is refused is nothing."""
    engine, actor, found = berkshire.engine, berkshire.actor(*role), []
    tasks = [*berkshire.tasks(case.id), *berkshire.tasks(case.id, "completed")]
    tasks += berkshire.tasks(case.id, "cancelled")
    with engine.open_reading() as work:
        # Its own field shows the hint to the two agencies: `test_minimum_data` tells to whom.
        roads = [
            lambda: replace(load_case(engine, work, actor, case.reference), identity_hint=None)
        ]
        roads += [lambda r=read: r(engine, work, actor, case.reference) for read in READS]
        for task in tasks:
            roads.append(lambda t=task: load_task(engine, work, actor, t.id))
            roads.append(lambda t=task: task_document(engine, work, actor, t.id))
            roads.append(lambda t=task: open_form(engine, work, actor, t.id).context)
        for road in roads:
            try:
                found.append(repr(road()))
            except EngineError as refused:
                found.append(str(refused))
    return "\n".join(found)


def never_typed(berkshire, case):
    """Return as text what is neither sealed nor the writer's own: history, notices, variables."""
    deliver_notifications(berkshire.engine)
    rows = [json.dumps(event.details) for event in berkshire.rows(select(HistoryEvent))]
    rows += [repr(vars(row)) for row in berkshire.rows(select(Notification))]
    rows += [row.subject + row.body for row in berkshire.rows(select(Delivery))]
    with berkshire.engine.open_reading() as work:
        main = main_instance(work, case)
        if main.workflow is not None:
            process = load_instance(berkshire.engine, work, case, main).process
            rows.append(repr(dict(process.variables)))
            rows += [repr(dict(process.variables_at(task))) for task in process.open_tasks]
    return "\n".join(rows)


def to_the_record(berkshire):
    """Bring a case to the step in which each agency records the outcome."""
    started = berkshire.climb("Task_S0_Discuss")
    berkshire.complete(started.case_id, "Task_S0_Discuss", RAISER, s0_outcome="resolved")
    own = next(task for task in berkshire.tasks(started.case_id) if task.agency_key == SCHOOL)
    return started, own


@pytest.mark.parametrize("is_sent", [False, True], ids=["draft", "sent"])
def test_what_is_for_the_own_agency_reaches_nobody_else(berkshire, is_sent):
    started, own = to_the_record(berkshire)
    if is_sent:
        answers = {"confirms_outcome": "yes", "record_ref": SECRET}
        berkshire.complete(started.case_id, own.element_id, RAISER, **answers)
    else:
        save_draft(berkshire.engine, berkshire.actor(*RAISER), own.id, {"record_ref": SECRET})
    case = berkshire.case(started.case_id)
    for role in OTHERS:
        assert SECRET not in seen_by(berkshire, role, case), role
    assert SECRET not in never_typed(berkshire, case)
    assert SECRET in seen_by(berkshire, RAISER, case)


def test_the_hint_reaches_nobody_by_way_of_a_draft_or_an_answer(berkshire, caplog):
    started = berkshire.start()
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    raiser = berkshire.actor(*RAISER)
    save_draft(berkshire.engine, raiser, task.id, {"child_match_hint": HINT})
    everybody = (*OTHERS, ("line-manager", SCHOOL))
    for role in everybody:
        assert HINT not in seen_by(berkshire, role, berkshire.case(started.case_id)), role
    answers = {"immediate_harm": "no", "concern_remains": "yes", "child_match_hint": HINT}
    berkshire.complete(started.case_id, "Task_S0_Raise", RAISER, **answers)
    case = berkshire.case(started.case_id)
    for role in (*everybody, RAISER):
        assert HINT not in seen_by(berkshire, role, case), role
    assert HINT not in never_typed(berkshire, case)
    assert HINT not in caplog.text


def test_the_hint_is_erased_when_a_case_is_closed_outside_the_procedure(berkshire):
    started = berkshire.start()
    answers = {"immediate_harm": "no", "concern_remains": "yes", "child_match_hint": HINT}
    berkshire.complete(started.case_id, "Task_S0_Raise", RAISER, **answers)
    assert berkshire.case(started.case_id).identity_hint is not None
    close_case(berkshire.engine, berkshire.actor(*RAISER), started.reference, CLOSING)
    case = berkshire.case(started.case_id)
    assert case.ended_at is not None
    assert case.identity_hint is None


def test_the_hint_of_a_case_that_was_never_sent_is_erased_from_its_draft(berkshire):
    started = berkshire.start()
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    typed = {"child_match_hint": HINT, "concern_summary": "The home is cold."}
    save_draft(berkshire.engine, berkshire.actor(*RAISER), task.id, typed)
    close_case(berkshire.engine, berkshire.actor(*RAISER), started.reference, CLOSING)
    (draft,) = berkshire.rows(select(Draft))
    kept = berkshire.engine.sealer.open_json(draft.answers, DRAFT_LABEL)
    assert kept == {"concern_summary": "The home is cold."}


def test_a_case_that_ends_as_it_is_raised_takes_the_draft_with_the_hint_with_it(berkshire):
    started = berkshire.start()
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    save_draft(berkshire.engine, berkshire.actor(*RAISER), task.id, {"child_match_hint": HINT})
    answers = {"immediate_harm": "no", "concern_remains": "no", "child_match_hint": HINT}
    berkshire.complete(started.case_id, "Task_S0_Raise", RAISER, **answers)
    assert berkshire.case(started.case_id).ended_at is not None
    assert berkshire.case(started.case_id).identity_hint is None
    assert berkshire.rows(select(Draft)) == []
