"""What was saved, by pages: nothing is lost, and what one person saved in a row is one stretch."""

from datetime import timedelta

import pytest

from engine.errors import InputRefusedError, NotFoundError
from engine.queries.draft_revisions import PAUSE, list_revisions, list_stretches
from engine.queries.paging import make_cursor
from tests.support.engine import MANAGER


def pages(workshop, asked, limit):
    """Return the rows of every page, each page as a list."""
    found, cursor = [], None
    with workshop.engine.open_reading() as work:
        while True:
            page = asked(work, workshop.editor, workshop.draft_id, limit=limit, cursor=cursor)
            found.append(list(page.rows))
            cursor = page.next_cursor
            if cursor is None:
                return found


def numbers(stretches):
    return [[revision.number for revision in stretch.revisions] for stretch in stretches]


def save_in_stretches(workshop, berkshire):
    """Save three times in a row, then a colleague twice, then after a pause once more."""
    berkshire.clock.set(berkshire.clock.now() + timedelta(hours=1))
    for text in ("a", "b", "c"):
        workshop.save(text)
    for text in ("d", "e"):
        workshop.save(text, by=workshop.colleague)
    berkshire.clock.set(berkshire.clock.now() + PAUSE + timedelta(seconds=1))
    workshop.save("f", by=workshop.colleague)


def test_every_revision_is_on_one_page(workshop):
    for text in "abcdef":
        workshop.save(text)
    found = pages(workshop, list_revisions, 3)
    assert [[row.number for row in page] for page in found] == [[7, 6, 5], [4, 3, 2], [1]]


def test_what_one_person_saved_in_a_row_is_one_stretch(workshop, berkshire):
    save_in_stretches(workshop, berkshire)
    (found,) = pages(workshop, list_stretches, 50)
    assert numbers(found) == [[7], [6, 5], [4, 3, 2], [1]]
    assert (found[2].oldest.number, found[2].newest.number) == (2, 4)
    assert found[2].summaries == ("Changed README.md",)


def test_a_page_does_not_tear_a_stretch(workshop, berkshire):
    save_in_stretches(workshop, berkshire)
    found = pages(workshop, list_stretches, 4)
    assert [numbers(page) for page in found] == [[[7], [6, 5]], [[4, 3, 2], [1]]]


def test_a_stretch_that_is_longer_than_a_page_goes_on_on_the_next(workshop, berkshire):
    save_in_stretches(workshop, berkshire)
    found = pages(workshop, list_stretches, 2)
    assert [numbers(page) for page in found] == [[[7]], [[6, 5]], [[4, 3]], [[2], [1]]]


@pytest.mark.parametrize(
    "cursor", ["x", make_cursor("1", "2"), make_cursor("-1"), make_cursor("9" * 30)]
)
def test_a_cursor_of_another_list_is_refused(workshop, cursor):
    with (
        workshop.engine.open_reading() as work,
        pytest.raises(InputRefusedError),
    ):
        list_stretches(work, workshop.editor, workshop.draft_id, cursor=cursor)


def test_for_others_nothing_was_saved(workshop, berkshire):
    with workshop.engine.open_reading() as work, pytest.raises(NotFoundError):
        list_revisions(work, berkshire.actor(*MANAGER), workshop.draft_id)
