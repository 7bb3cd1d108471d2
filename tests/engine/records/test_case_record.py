"""The record of a case says all that its reader may know, and nothing else, the same every time."""

import uuid
from datetime import timedelta

import pytest

from engine.errors import NotFoundError
from engine.queries.case_notices import CaseNotice, DeliveryRow
from engine.records.case_record import case_record, write_case_record
from engine.records.sections.notices import rows_of
from engine.records.typesetting import as_data
from engine.runtime.closing import close_case
from engine.runtime.comments import NewComment, write_comment
from engine.runtime.delivering import deliver_notifications
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import (
    COUNCIL,
    MANAGER,
    MONDAY,
    OFFICE,
    OTHER_MANAGER,
    RAISER,
    SCHOOL,
)
from tests.support.pdf import elements_of, text_of
from tests.support.whole_case import HINT, MARKER, play_whole_case

OTHER_SIDE = ("practitioner", COUNCIL)
BUSINESS_MANAGER = ("business-manager", OFFICE)
STRANGER = ("practitioner", "thames-police")
LEAD = ("safeguarding-lead", SCHOOL)
HEAD, OTHER_HEAD = ("departmental-head", SCHOOL), ("departmental-head", COUNCIL)


def record(berkshire, role, reference):
    """Return the record as a person gets it."""
    with berkshire.engine.open_reading() as work:
        return case_record(berkshire.engine, work, berkshire.actor(*role), reference)


def digest(berkshire, role, reference):
    return made_for(berkshire, role, reference).digest


def made_for(berkshire, role, reference):
    with berkshire.engine.open_reading() as work:
        return write_case_record(berkshire.engine, work, berkshire.actor(*role), reference)


def sections(berkshire, role, reference):
    """Return the headings of the parts."""
    return [part.heading for part in made_for(berkshire, role, reference).document.sections]


def said_in(berkshire, role, reference):
    """Return in one line what a record says, before it is set."""
    document = as_data(made_for(berkshire, role, reference).document)
    return " ".join(" ".join(strings_in(document)).split())


def strings_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for key, one in value.items() if key != "svg" for text in strings_in(one))
    elif isinstance(value, (list, tuple)):
        yield from (text for one in value for text in strings_in(one))


def test_a_whole_case_is_told_from_beginning_to_end(berkshire):
    case = berkshire.case(play_whole_case(berkshire))
    deliver_notifications(berkshire.engine)
    assert sections(berkshire, RAISER, case.reference) == [
        "Summary",
        "The path of the case",
        "Steps",
        "Time limits",
        "Danger and messages",
        "What was written at each step",
        "What each agency confirms",
        "Where the agencies keep their records",
        "Who has been told",
        "Timeline",
        "How to check this record",
    ]
    text = text_of(record(berkshire, RAISER, case.reference))
    for words in (
        f"Record of case {case.reference}",
        "Edition and version 2026-03-25, version 1",
        "Raising agency Reading School",
        "Receiving agency Reading Council",
        "Raised Mon 7 Sep 2026, 10:00 by",
        "As seen by",
        "Agency you disagree with Reading Council",
        "Immediate danger, report 1",
        "First answered",
        f"Late Another reason: {MARKER}",
        "Our case management system",
        f"History of {case.history_count} events",
        case.history_hash,
    ):
        assert words in text, words
    assert HINT not in text


def test_every_step_says_who_did_it_when_and_for_whom(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    text = said_in(berkshire, RAISER, started.reference)
    assert "3 steps: 2 done and 1 open." in text
    assert "Line manager, both agencies together" in text
    assert "Open, with Reading Council and Reading School" in text
    assert "Due" in text


def test_a_limit_that_closed_a_step_says_so_and_that_it_was_not_kept(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    discuss = berkshire.task(started.case_id, "Task_S0_Discuss")
    actor = berkshire.actor(*OTHER_SIDE)
    save_draft(berkshire.engine, actor, discuss.id, {"s0_outcome": "resolved"})
    berkshire.wait(days=1)
    text = said_in(berkshire, MANAGER, started.reference)
    assert "Closed undone: its time limit passed" in text
    assert "Not kept" in text
    assert "Text that was kept" in text
    assert "(typed, and not sent before the step closed)" in text


def test_being_late_is_told_with_its_reason(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    berkshire.wait(hours=30)
    now = berkshire.clock.now().isoformat()
    berkshire.complete(
        started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="not_resolved", contact_at=now
    )
    text = said_in(berkshire, MANAGER, started.reference)
    assert "Late Waiting for information" in text


def test_the_same_case_gives_the_same_bytes_another_day(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    first = record(berkshire, RAISER, started.reference)
    # The limit passes, and nobody has looked yet: nothing has happened in the case.
    berkshire.clock.set(berkshire.clock.now() + timedelta(days=400))
    assert record(berkshire, RAISER, started.reference) == first


def test_whatever_happens_changes_the_record(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    first = digest(berkshire, RAISER, started.reference)
    deliver_notifications(berkshire.engine)
    told = digest(berkshire, RAISER, started.reference)
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    assert len({first, told, digest(berkshire, RAISER, started.reference)}) == 3


def test_what_one_agency_answers_for_itself_stays_with_it(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    berkshire.complete(started.case_id, "Task_S0_Discuss", RAISER, s0_outcome="resolved")
    berkshire.complete(
        started.case_id,
        "RS_Task_Record",
        RAISER,
        confirms_outcome="yes",
        saved_where="agency_case_management_system",
        record_ref="xq-record-4711",
    )
    own = text_of(record(berkshire, RAISER, started.reference))
    assert "Your record reference (for the writer’s own agency only) xq-record-4711" in own
    other = text_of(record(berkshire, OTHER_SIDE, started.reference))
    assert "xq-record-4711" not in other
    assert "Our case management system" in other


def test_comments_for_both_are_told_and_those_for_one_agency_never(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    raiser = berkshire.actor(*RAISER)
    for text, is_own in (("We shall speak on Monday.", False), ("Only among us.", True)):
        comment = NewComment(text, own_agency_only=is_own)
        write_comment(berkshire.engine, raiser, started.reference, comment)
    for role in (RAISER, MANAGER, OTHER_SIDE, OTHER_MANAGER):
        said = said_in(berkshire, role, started.reference)
        assert "We shall speak on Monday." in said
        assert "Only among us." not in said


def test_the_others_record_stays_the_same_when_an_agency_writes_for_itself(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    roles = (RAISER, OTHER_SIDE)
    before = [digest(berkshire, role, started.reference) for role in roles]
    berkshire.wait(hours=1)
    comment = NewComment("Only among us.", own_agency_only=True)
    write_comment(berkshire.engine, berkshire.actor(*RAISER), started.reference, comment)
    after = [digest(berkshire, role, started.reference) for role in roles]
    assert (after[0] == before[0], after[1] == before[1]) == (False, True)


def test_the_office_reads_no_words_of_the_agencies(berkshire):
    case = berkshire.case(play_whole_case(berkshire))
    raiser = said_in(berkshire, RAISER, case.reference)
    office = said_in(berkshire, BUSINESS_MANAGER, case.reference)
    assert f"What is there to learn? {MARKER}" in office
    assert f"Position of the agency that raised it {MARKER}" in raiser
    assert f"Position of the agency that raised it {MARKER}" not in office


def test_who_does_not_see_the_case_gets_no_record(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    with pytest.raises(NotFoundError):
        record(berkshire, STRANGER, started.reference)


def test_danger_says_who_was_told_first_and_how_long_the_answer_took(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    raiser = berkshire.actor(*RAISER)
    send_message(berkshire.engine, raiser, started.reference, DANGER_MESSAGE)
    deliver_notifications(berkshire.engine)
    open_alert = said_in(berkshire, RAISER, started.reference)
    assert "First told Mon 7 Sep 2026, 10:00, after less than a minute" in open_alert
    assert "First answered –" in open_alert
    assert "Now Still open" in open_alert
    berkshire.clock.set(berkshire.clock.now() + timedelta(minutes=25))
    berkshire.complete(started.case_id, "Task_Danger_Act", LEAD, child_safe_now="yes")
    answered = said_in(berkshire, RAISER, started.reference)
    assert "First answered Mon 7 Sep 2026, 10:25, after 25 minutes" in answered
    assert "Now Closed Mon 7 Sep 2026, 10:25" in answered


def test_a_case_closed_outside_the_procedure_says_why(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    answers = {
        "close_reason": "withdrawn",
        "still_at_risk": "no",
        "close_words": "Both agencies have found a common plan.",
    }
    close_case(berkshire.engine, berkshire.actor(*RAISER), started.reference, answers)
    text = said_in(berkshire, RAISER, started.reference)
    assert "Where it stands Withdrawn. Ended" in text
    assert "Closed outside the procedure" in text
    assert "Both agencies have found a common plan." in text
    assert "Closed undone: the case was closed: withdrawn" in text


def test_what_is_typed_in_a_case_is_printed_as_it_is(berkshire):
    started = berkshire.start()
    typed = '#read("/etc/passwd") *not bold* $x$ \\ ŵ سلام 😀'
    berkshire.complete(
        started.case_id,
        "Task_S0_Raise",
        RAISER,
        immediate_harm="no",
        concern_remains="yes",
        concern_summary=typed,
    )
    text = said_in(berkshire, RAISER, started.reference)
    assert typed in text
    assert record(berkshire, RAISER, started.reference).startswith(b"%PDF-1.7")


def test_the_drawings_say_in_words_what_they_show(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    pdf = record(berkshire, RAISER, started.reference)
    told = [element["/Alt"] for kind, element in elements_of(pdf) if kind == "/Figure"]
    assert len(told) > 1
    assert all("with the path of the case" in words for words in told)
    assert "Open: Review information, resolve the concern." in told[0]
    assert "Done: Seek the rationale, set out the concern" in told[0]


def test_a_case_that_has_only_begun_has_a_record(berkshire):
    started = berkshire.start()
    text = said_in(berkshire, RAISER, started.reference)
    assert "Raised Not yet. Begun Mon 7 Sep 2026, 10:00" in text
    assert "No time limit has run." in text


def alert_to(*deliveries, not_reached=None):
    return CaseNotice(
        id=uuid.uuid4(),
        name="Act now",
        template="DANGER",
        is_danger=True,
        state="sent",
        queued_at=MONDAY,
        due_at=None,
        groups=(("senior-manager", "Reading School"),),
        deliveries=deliveries,
        not_reached=not_reached,
    )


def test_who_was_told_in_place_of_somebody_is_named_as_such():
    failed = delivery("email", state="failed", failure="It came back: 5.1.1 No such user")
    missed = ("line-manager", "Reading School")
    (row,) = rows_of(alert_to(delivery("in_app", read_at=MONDAY), failed, not_reached=missed))
    assert row == (
        "Danger: Act now\nIn place of the line manager of Reading School, who was not reached",
        "Mon 7 Sep 2026, 10:00",
        "Somebody, Reading School",
        (
            "In Concord: delivered; read Mon 7 Sep 2026, 10:00\n"
            "By e-mail: failed (3 tries). It came back: 5.1.1 No such user"
        ),
    )


def test_an_email_that_a_server_has_taken_is_sent_and_not_said_to_be_delivered():
    (row,) = rows_of(alert_to(delivery("in_app"), delivery("email")))
    assert row[3] == "In Concord: delivered\nBy e-mail: sent"


def test_somebody_who_has_no_role_any_more_was_not_reached_either():
    (row,) = rows_of(alert_to(delivery("in_app"), not_reached=("", "Reading School")))
    assert row[0].endswith("In place of somebody of Reading School, who was not reached")


def test_two_people_of_one_name_have_a_line_each():
    rows = rows_of(alert_to(*(delivery("in_app", person_id=number) for number in (1, 2))))
    assert [row[2] for row in rows] == ["Somebody, Reading School"] * 2


def delivery(channel, *, state="sent", read_at=None, person_id=1, failure=None):
    return DeliveryRow(
        person_id=person_id,
        person_name="Somebody",
        agency_name="Reading School",
        channel=channel,
        state=state,
        attempts=3 if state == "failed" else 1,
        next_attempt_at=None,
        delivered_at=None,
        read_at=read_at,
        failure=failure,
    )


def test_a_notice_that_reached_nobody_says_whom_it_was_for():
    groups = (("line-manager", "Reading School"), ("line-manager", "Reading Council"))
    notice = CaseNotice(
        id=uuid.uuid4(),
        name="Tell them",
        template="X",
        is_danger=False,
        state="sent",
        queued_at=MONDAY,
        due_at=None,
        groups=groups,
        deliveries=(),
    )
    assert rows_of(notice)[0][2:] == (
        "Line managers of Reading School and Reading Council",
        "Nobody could be told",
    )
