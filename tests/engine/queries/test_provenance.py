"""Which version a case follows, and whether its history is what it was when it was written."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update

from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.queries.history_chain import check_history
from engine.queries.provenance import load_provenance
from engine.runtime.comments import NewComment, write_comment
from tests.support.engine import COUNCIL, MONDAY, RAISER, berkshire_bundle

OTHER_SIDE = ("practitioner", COUNCIL)
STRANGER = ("practitioner", "thames-police")


def check(berkshire, reference, role=RAISER, **how):
    with berkshire.engine.open_reading() as work:
        return check_history(work, berkshire.actor(*role), reference, **how)


def tamper(berkshire, statement):
    """Change the database as somebody with all rights could, past the guards of the tables."""
    with berkshire.engine.open_unit_of_work() as work:
        dialect = work.session.get_bind().dialect.name
        for guard in guards(work, dialect):
            work.session.execute(text(guard))
        work.session.execute(statement)
        work.commit()


def guards(work, dialect):
    if dialect == "postgresql":
        return ["ALTER TABLE history_event DISABLE TRIGGER ALL"]
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history_event'"
    return [f"DROP TRIGGER {name}" for name in work.session.scalars(text(query))]


def test_a_case_names_its_version_and_the_end_of_its_history(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    case = berkshire.case(started.case_id)
    with berkshire.engine.open_reading() as work:
        found = load_provenance(work, berkshire.actor(*RAISER), started.reference)
    assert found.content_hash == berkshire_bundle().content_hash
    assert (found.version, found.last_event_at) == (1, MONDAY)
    assert (found.history_count, found.history_hash) == (case.history_count, case.history_hash)


def test_an_untouched_history_holds_up_to_every_event(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    case = berkshire.case(started.case_id)
    whole = check(berkshire, started.reference)
    assert (whole.events, whole.hash, whole.holds) == (case.history_count, case.history_hash, True)
    assert all(
        check(berkshire, started.reference, events=number).holds
        for number in range(1, case.history_count + 1)
    )


def test_what_an_earlier_record_said_stays_true_when_the_case_goes_on(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    then = check(berkshire, started.reference)
    berkshire.wait(days=1)
    assert check(berkshire, started.reference).hash != then.hash
    assert check(berkshire, started.reference, events=then.events) == then


def test_a_changed_event_is_seen(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    before = check(berkshire, started.reference)
    changed = update(HistoryEvent).where(
        HistoryEvent.case_id == started.case_id, HistoryEvent.number == 3
    )
    tamper(berkshire, changed.values(person_id=None, agency_key=None, kind="task_released"))
    after = check(berkshire, started.reference)
    assert not after.holds
    assert after.hash != before.hash
    assert check(berkshire, started.reference, events=2).holds


def test_a_history_that_was_cut_off_is_seen(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    count = berkshire.case(started.case_id).history_count
    shorter = update(Case).where(Case.id == started.case_id).values(history_count=count - 1)
    tamper(berkshire, shorter)
    assert not check(berkshire, started.reference).holds


@pytest.mark.parametrize("events", [0, -1, 10_000])
def test_a_count_that_the_case_does_not_have_is_refused(berkshire, events):
    started = berkshire.climb("Task_S1_Contact")
    with pytest.raises(InputRefusedError, match="events"):
        check(berkshire, started.reference, events=events)


def test_what_an_agency_keeps_to_itself_does_not_show_in_the_history_of_the_others(berkshire):
    """Neither that it happened, nor when, nor at how many events."""
    started = berkshire.climb("Task_S1_Contact")
    before = check(berkshire, started.reference, OTHER_SIDE)
    berkshire.wait(hours=1)
    comment = NewComment("Only among us.", own_agency_only=True)
    write_comment(berkshire.engine, berkshire.actor(*RAISER), started.reference, comment)
    own, others = (check(berkshire, started.reference, role) for role in (RAISER, OTHER_SIDE))
    assert (own.events > before.events, own.last_at) == (True, MONDAY + timedelta(hours=1))
    assert others == before
    with pytest.raises(InputRefusedError, match=f"has {before.events} events"):
        check(berkshire, started.reference, OTHER_SIDE, events=own.events)
    with berkshire.engine.open_reading() as work:
        found = load_provenance(work, berkshire.actor(*OTHER_SIDE), started.reference)
    assert (found.history_count, found.history_hash) == (before.events, before.hash)
    assert found.last_event_at == before.last_at


def test_also_later_the_time_of_anothers_own_event_is_not_told(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    before = check(berkshire, started.reference, OTHER_SIDE)
    berkshire.wait(hours=1)
    for is_own in (True, False):
        comment = NewComment("Something", own_agency_only=is_own)
        write_comment(berkshire.engine, berkshire.actor(*RAISER), started.reference, comment)
        berkshire.wait(minutes=10)
    hidden = check(berkshire, started.reference, OTHER_SIDE, events=before.events + 1)
    assert (hidden.holds, hidden.last_at) == (True, before.last_at)
    assert check(berkshire, started.reference, OTHER_SIDE).holds


def test_a_cut_off_history_is_seen_also_behind_an_event_that_one_may_not_know_of(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    comment = NewComment("Only among us.", own_agency_only=True)
    write_comment(berkshire.engine, berkshire.actor(*RAISER), started.reference, comment)
    assert check(berkshire, started.reference, OTHER_SIDE).holds
    last = berkshire.case(started.case_id).history_count
    tamper(
        berkshire,
        delete(HistoryEvent).where(
            HistoryEvent.case_id == started.case_id, HistoryEvent.number == last
        ),
    )
    assert not check(berkshire, started.reference, OTHER_SIDE).holds


def test_who_does_not_see_the_case_checks_nothing(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    with pytest.raises(NotFoundError):
        check(berkshire, started.reference, STRANGER)
