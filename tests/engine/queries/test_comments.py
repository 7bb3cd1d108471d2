"""Comments as their readers see them: everybody's, one agency's own, and the office's."""

import pytest

from engine.errors import NotFoundError
from engine.queries.comments import list_comments
from engine.runtime.comments import NewComment, write_comment
from tests.support.engine import COUNCIL, OFFICE, RAISER

OTHER_SIDE = ("practitioner", COUNCIL)
OWN_MANAGER = ("line-manager", "reading-school")


def write(berkshire, case, role, text, **how):
    comment = NewComment(text, **how)
    return write_comment(berkshire.engine, berkshire.actor(*role), case.reference, comment)


def texts(berkshire, case, role):
    engine = berkshire.engine
    with engine.open_reading() as work:
        rows = list_comments(engine, work, berkshire.actor(*role), case.reference)
    return [row.text for row in rows]


def test_both_agencies_read_what_is_for_both_in_the_order_of_writing(berkshire):
    case = berkshire.climb("Task_S1_Contact")
    write(berkshire, case, RAISER, "First.")
    write(berkshire, case, OTHER_SIDE, "Second.")
    for role in (RAISER, OTHER_SIDE, OWN_MANAGER):
        assert texts(berkshire, case, role) == ["First.", "Second."]


def test_ones_own_agency_alone_reads_what_is_for_it(berkshire):
    case = berkshire.climb("Task_S1_Contact")
    write(berkshire, case, RAISER, "For us.", own_agency_only=True)
    write(berkshire, case, OTHER_SIDE, "For them.", own_agency_only=True)
    assert texts(berkshire, case, OWN_MANAGER) == ["For us."]
    assert texts(berkshire, case, OTHER_SIDE) == ["For them."]


def test_the_office_reads_its_own_comments_and_none_of_the_agencies(berkshire):
    case = berkshire.climb("Task_S3_Contact")
    office = ("business-manager", OFFICE)
    write(berkshire, case, RAISER, "Between the agencies.")
    write(berkshire, case, office, "From the office.")
    assert texts(berkshire, case, office) == ["From the office."]
    assert texts(berkshire, case, RAISER) == ["Between the agencies.", "From the office."]


def test_a_comment_says_who_wrote_it_for_whom_beside_what_and_why_a_name_stays(berkshire):
    case = berkshire.climb("Task_S1_Contact")
    task = berkshire.task(case.case_id, "Task_S1_Contact")
    reason = "He is the solicitor of both agencies."
    write(
        berkshire,
        case,
        RAISER,
        "Please telephone John Smith.",
        own_agency_only=True,
        user_task_id=task.id,
        kept_reasons={"comment_text": reason},
    )
    engine, actor = berkshire.engine, berkshire.actor(*RAISER)
    with engine.open_reading() as work:
        (row,) = list_comments(engine, work, actor, case.reference)
    assert (row.person_name, row.agency_name) == (actor.name, "Reading School")
    assert (row.user_task_id, row.user_task_name) == (task.id, task.name)
    assert (row.only_for_agency, row.kept_reason) == ("reading-school", reason)
    assert row.written_at == berkshire.clock.now()


def test_a_case_that_has_not_reached_somebody_has_no_comments_for_them(berkshire):
    case = berkshire.climb("Task_S1_Contact")
    with pytest.raises(NotFoundError):
        texts(berkshire, case, ("practitioner", "thames-police"))
