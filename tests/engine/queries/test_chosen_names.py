"""Answers that chose from the directory are shown with its names."""

from engine.queries.chosen_names import chosen_names
from tests.support.engine import COUNCIL, POLICE


def test_two_questions_that_choose_from_one_list_both_have_their_names(berkshire):
    started = berkshire.start()
    definition_id = berkshire.case(started.case_id).process_definition_id
    answers = {"receiving_agency": COUNCIL, "other_agencies": [POLICE]}
    with berkshire.engine.open_reading() as work:
        compiled = berkshire.engine.definitions.compiled(work, definition_id)
        lists = chosen_names(work, compiled.forms["BRK-RAISE"], answers)
    labels = {option["label"] for options in lists.values() for option in options}
    assert labels == {"Reading Council", "Thames Police"}
