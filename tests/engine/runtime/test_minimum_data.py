"""Minimum data: what people type is sealed, and who the child is goes when the case ends."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from engine.errors import AnswersInvalidError, TaskMovedOnError
from engine.persistence.history import HistoryEvent
from engine.persistence.tables import METADATA
from engine.persistence.tasks import Submission
from engine.queries.case_details import load_case
from engine.runtime.delivering import deliver_notifications
from engine.runtime.drafts import SUBMISSION_LABEL, save_draft
from engine.runtime.user_tasks import complete_user_task
from tests.support.engine import LADDER, OFFICE, OTHER_PRACTITIONER, RAISER, SCHOOL
from tests.support.invariants import broken_invariants
from tests.support.whole_case import HINT, MARKER, play_whole_case

RAISING = {"immediate_harm": "no", "concern_remains": "yes", "child_match_hint": HINT}


def everything_in(berkshire):
    """Return every value of every column of every table, as text."""
    with berkshire.engine.open_reading() as work:
        return {
            f"{table.name}.{column.name}": "\n".join(
                str(value) for value in work.session.execute(select(column)).scalars()
            )
            for table in METADATA.sorted_tables
            for column in table.columns
        }


def hint_for(berkshire, person, case):
    """Return what somebody whom the case has reached reads about who the child is."""
    actor = berkshire.actor(*person)
    with berkshire.engine.open_reading() as work:
        return load_case(berkshire.engine, work, actor, case.reference).identity_hint


def is_typed(content):
    return MARKER.lower() in content.lower() or HINT in content


def texts(berkshire):
    return [
        berkshire.engine.sealer.open(row.answers, SUBMISSION_LABEL).decode()
        for row in berkshire.rows(select(Submission))
    ]


def test_nothing_that_people_typed_can_be_read_in_any_column(berkshire):
    case_id = play_whole_case(berkshire)
    deliver_notifications(berkshire.engine)
    assert sum(MARKER in text for text in texts(berkshire)) > 10  # it was really typed
    columns = everything_in(berkshire)
    assert [name for name, content in columns.items() if is_typed(content)] == []
    assert "task_completed" in columns["history_event.kind"]
    assert berkshire.case(case_id).ended_at is not None
    assert broken_invariants(berkshire.engine) == []


def test_nothing_that_people_typed_stands_in_the_file(berkshire, berkshire_url):
    """Not in the table pages, not in free pages, not in the write-ahead log."""
    play_whole_case(berkshire)
    for content in _files(berkshire, berkshire_url):
        assert MARKER.lower().encode() not in content.lower()
        assert HINT.encode() not in content


def _files(berkshire, url):
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        found = [each.read_bytes() for each in path.parent.glob(f"{path.name}*")]
        assert any(b"BRK-2026-000001" in content for content in found)
        return found
    with berkshire.engine.open_unit_of_work() as work:
        work.session.execute(text("CHECKPOINT"))
        folder = work.session.scalar(text("SHOW data_directory"))
        query = "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't')"
        names = [name for name in work.session.scalars(text(query)) if name]
    return [(Path(folder) / name).read_bytes() for name in names if (Path(folder) / name).exists()]


def test_the_history_names_variables_and_no_values(berkshire):
    play_whole_case(berkshire)
    details = [str(event.details) for event in berkshire.rows(select(HistoryEvent))]
    assert not any(is_typed(each) for each in details)
    assert any("concern_remains" in each for each in details)


def test_the_hint_is_sealed_kept_with_the_case_and_erased_at_its_end(berkshire):
    started = berkshire.start()
    berkshire.complete(started.case_id, "Task_S0_Raise", RAISER, **RAISING)
    case = berkshire.case(started.case_id)
    assert hint_for(berkshire, RAISER, case) == HINT
    assert hint_for(berkshire, OTHER_PRACTITIONER, case) == HINT
    assert HINT.encode() not in case.identity_hint
    assert not any(HINT in text for text in texts(berkshire))
    berkshire.complete(started.case_id, "Task_S0_Discuss", RAISER, s0_outcome="resolved")
    for task in berkshire.tasks(started.case_id):
        role = ("practitioner", task.agency_key)
        berkshire.complete(started.case_id, task.element_id, role, confirms_outcome="yes")
    ended = berkshire.case(started.case_id)
    assert ended.ended_at is not None
    assert ended.identity_hint is None


def test_a_hint_that_came_too_late_or_with_wrong_answers_stays_in_no_submission(berkshire):
    started = berkshire.start()
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    raiser = berkshire.actor(*RAISER)
    with pytest.raises(AnswersInvalidError):
        complete_user_task(berkshire.engine, raiser, task.id, {"child_match_hint": HINT})
    berkshire.complete(started.case_id, "Task_S0_Raise", RAISER, **RAISING)
    for send in (complete_user_task, save_draft):
        with pytest.raises(TaskMovedOnError):
            send(berkshire.engine, raiser, task.id, {"child_match_hint": HINT, "note": MARKER})
    kept = texts(berkshire)
    assert sum(MARKER in each for each in kept) == 2
    assert not any(HINT in each for each in kept)


def test_no_hint_is_no_hint(berkshire):
    started = berkshire.start()
    berkshire.complete(
        started.case_id, "Task_S0_Raise", RAISER, **(RAISING | {"child_match_hint": None})
    )
    assert hint_for(berkshire, RAISER, berkshire.case(started.case_id)) is None


def test_the_partnerships_office_never_sees_who_the_child_is(berkshire):
    started = berkshire.start()
    berkshire.complete(started.case_id, "Task_S0_Raise", RAISER, **RAISING)
    for element_id, role, answers in LADDER[1:4]:
        berkshire.complete(started.case_id, element_id, (role, SCHOOL), **answers)
    case = berkshire.case(started.case_id)
    assert hint_for(berkshire, RAISER, case) == HINT
    assert hint_for(berkshire, ("business-manager", OFFICE), case) is None
