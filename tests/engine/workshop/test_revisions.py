"""Undo and redo over sessions: going back is a revision of its own."""

import pytest

from engine.errors import DraftMovedOnError, NotFoundError
from engine.queries.draft_revisions import list_revisions, undo_and_redo, ways_back
from engine.workshop.revisions import go_back


def ways(workshop):
    with workshop.engine.open_reading() as work:
        return ways_back(work, workshop.editor, workshop.draft_id)


def go(workshop, number):
    base = workshop.draft.revision
    return go_back(workshop.engine, workshop.editor, workshop.draft_id, number, base_revision=base)


def test_undo_and_redo_walk_along_what_was_saved(workshop):
    assert ways(workshop) == (None, None)
    workshop.save("two")
    workshop.save("three")
    assert ways(workshop) == (2, None)
    assert go(workshop, 2) == 4
    assert workshop.files()["README.md"] == b"two"
    assert ways(workshop) == (1, 3)
    go(workshop, 1)
    assert ways(workshop) == (None, 2)
    go(workshop, 2)
    go(workshop, 3)
    assert workshop.files()["README.md"] == b"three"
    assert ways(workshop) == (2, None)


def test_saving_after_an_undo_leaves_the_other_way_in_the_history(workshop):
    workshop.save("two")
    go(workshop, 1)
    workshop.save("another two")
    assert ways(workshop) == (1, None)
    assert workshop.files(2)["README.md"] == b"two"


def test_going_back_to_where_one_is_changes_nothing(workshop):
    workshop.save("two")
    assert go(workshop, 2) == 2
    go(workshop, 1)
    assert go(workshop, 1) == 3


def test_going_back_to_a_going_back_is_going_to_its_origin(workshop):
    workshop.save("two")
    go(workshop, 1)
    go(workshop, 2)
    go(workshop, 3)
    with workshop.engine.open_reading() as work:
        newest = list_revisions(work, workshop.editor, workshop.draft_id).rows[0]
    assert newest.goes_back_to == 1


def test_nobody_goes_back_over_what_a_colleague_saved(workshop):
    workshop.save("two", by=workshop.colleague)
    with pytest.raises(DraftMovedOnError):
        go_back(workshop.engine, workshop.editor, workshop.draft_id, 1, base_revision=1)


def test_there_is_no_going_to_what_was_never_saved(workshop):
    with pytest.raises(NotFoundError):
        go(workshop, 9)


def test_the_edition_goes_back_as_well(workshop):
    workshop.replace("procedure.toml", 'edition = "2026-03-25"', 'edition = "2027-01-01"')
    go(workshop, 1)
    assert workshop.draft.edition == "2026-03-25"


def test_undo_needs_no_revisions_at_all():
    assert undo_and_redo(()) == (None, None)
    assert undo_and_redo([(1, None)]) == (None, None)
