"""Whoever works for two agencies of a case reads the own texts of one of them at most."""

import pytest

from engine.queries.case_notices import list_case_notices
from engine.queries.comments import list_comments
from engine.queries.own_agencies import own_agencies
from engine.queries.submissions import list_submissions
from engine.queries.timeline import list_timeline
from engine.runtime.cases import start_case
from engine.runtime.comments import NewComment, write_comment
from engine.runtime.directory import grant_role
from engine.runtime.messages import send_message
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import COUNCIL, OTHER_PRACTITIONER, POLICE, RAISER, SCHOOL
from tests.support.two_sides import follow_two_sides

BOTH = ("line-manager", POLICE)
MANAGERS = (("line-manager", SCHOOL), ("line-manager", COUNCIL))


@pytest.fixture
def works_for_both(berkshire):
    """Let the police's line manager be one of the school and of the council, too."""
    for _, agency in MANAGERS:
        email = f"line-manager@{POLICE}.example"
        grant_role(berkshire.engine, email=email, agency_key=agency, role="line-manager")
    return berkshire


def reads_for(house, case, role=BOTH):
    with house.engine.open_reading() as work:
        return own_agencies(work, house.actor(*role), case.case_id)


def comments(house, case, role=BOTH):
    with house.engine.open_reading() as work:
        rows = list_comments(house.engine, work, house.actor(*role), case.reference)
    return [row.text for row in rows]


def comment_on_both_sides(house, case):
    for role, text in ((RAISER, "For us."), (OTHER_PRACTITIONER, "For them.")):
        comment = NewComment(text, own_agency_only=True)
        write_comment(house.engine, house.actor(*role), case.reference, comment)


def test_whoever_has_acted_for_neither_reads_for_neither(works_for_both):
    case = works_for_both.climb("Task_S1_Contact")
    comment_on_both_sides(works_for_both, case)
    assert reads_for(works_for_both, case) == (POLICE,)
    assert comments(works_for_both, case) == []


def test_nor_do_they_learn_that_there_is_something(works_for_both):
    case = works_for_both.climb("Task_S1_Contact")
    known = told_of(works_for_both, case)
    comment_on_both_sides(works_for_both, case)
    assert told_of(works_for_both, case) == known
    assert told_of(works_for_both, case, MANAGERS[0]) != known


def told_of(house, case, role=BOTH):
    """Return how many events and notices of a case somebody can know of."""
    with house.engine.open_reading() as work:
        asked = (house.engine, work, house.actor(*role), case.reference)
        return len(list_timeline(*asked)), len(list_case_notices(*asked))


def test_everybody_else_reads_for_their_agency_without_asking_the_case(works_for_both):
    case = works_for_both.climb("Task_S1_Contact")
    comment_on_both_sides(works_for_both, case)
    assert comments(works_for_both, case, MANAGERS[0]) == ["For us."]
    assert comments(works_for_both, case, MANAGERS[1]) == ["For them."]


def test_in_a_case_of_one_of_their_agencies_they_read_for_it(berkshire):
    email = f"line-manager@{SCHOOL}.example"
    grant_role(berkshire.engine, email=email, agency_key=POLICE, role="line-manager")
    case = berkshire.climb("Task_S1_Contact")
    comment_on_both_sides(berkshire, case)
    assert reads_for(berkshire, case, MANAGERS[0]) == tuple(sorted([SCHOOL, POLICE]))
    assert comments(berkshire, case, MANAGERS[0]) == ["For us."]


def test_whoever_acted_or_raised_it_reads_for_that_side_alone(berkshire):
    grant = {"agency_key": COUNCIL, "role": "line-manager"}
    case = berkshire.climb("Task_S1_Contact")
    grant_role(berkshire.engine, email=f"practitioner@{SCHOOL}.example", **grant)
    comment_on_both_sides(berkshire, case)
    assert reads_for(berkshire, case, RAISER) == (SCHOOL,)
    assert comments(berkshire, case, RAISER) == ["For us."]


def test_what_is_done_for_a_child_in_danger_takes_no_side(works_for_both):
    case = works_for_both.climb("Task_S1_Contact")
    (task_id,) = send_message(
        works_for_both.engine, works_for_both.actor(*RAISER), case.reference, DANGER_MESSAGE
    )
    answers = works_for_both.answers(BOTH, task_id, child_safe_now="yes")
    complete_user_task(works_for_both.engine, works_for_both.actor(*BOTH), task_id, answers)
    assert reads_for(works_for_both, case) == (POLICE,)


def test_answers_for_the_own_agency_and_reasons_before_ones_own_are_kept_back(works_for_both):
    engine = works_for_both.engine
    follow_two_sides(engine)
    grant = {"agency_key": SCHOOL, "role": "practitioner"}
    grant_role(engine, email=f"line-manager@{POLICE}.example", **grant)
    started = start_case(engine, works_for_both.actor(*RAISER), area_key="reading")
    works_for_both.complete(started.case_id, "Raise", RAISER, receiving_agency=COUNCIL)
    task = next(t for t in works_for_both.tasks(started.case_id) if t.agency_key == SCHOOL)
    answers = {"reasons": "The home is the same.", "wants_support": "yes"}
    complete_user_task(engine, works_for_both.actor(*RAISER), task.id, answers)
    assert read_of(works_for_both, started, task, RAISER)["wants_support"] == "yes"
    assert read_of(works_for_both, started, task, BOTH) == {}
    other = next(t for t in works_for_both.tasks(started.case_id) if t.agency_key == COUNCIL)
    theirs = works_for_both.answers(OTHER_PRACTITIONER, other.id)
    complete_user_task(engine, works_for_both.actor(*OTHER_PRACTITIONER), other.id, theirs)
    assert read_of(works_for_both, started, task, BOTH) == {"reasons": "The home is the same."}


def read_of(house, started, task, role):
    with house.engine.open_reading() as work:
        found = list_submissions(house.engine, work, house.actor(*role), started.reference)
    return next(text.answers for text in found if text.task_id == task.id)
