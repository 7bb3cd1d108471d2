"""Comments on elements of a draft stay until somebody has dealt with them."""

import pytest

from engine.errors import InputRefusedError, NotFoundError
from engine.queries.draft_history import list_comments
from engine.workshop.comments import comment_on_draft, resolve_comment


def comments(workshop):
    with workshop.engine.open_reading() as work:
        return list_comments(work, workshop.editor, workshop.draft_id)


def test_a_comment_stands_on_an_element_until_it_is_dealt_with(workshop):
    engine, draft_id = workshop.engine, workshop.draft_id
    number = comment_on_draft(
        engine, workshop.colleague, draft_id, "berkshire.bpmn", "Task_S1_Contact", "Who, exactly?"
    )
    (comment,) = comments(workshop)
    assert (comment.element_id, comment.words) == ("Task_S1_Contact", "Who, exactly?")
    assert comment.resolved_at is None
    resolve_comment(engine, workshop.editor, draft_id, number)
    resolve_comment(engine, workshop.colleague, draft_id, number)
    assert comments(workshop)[0].resolved_by_name == workshop.editor.name


def test_a_comment_that_is_sent_twice_is_one_until_it_is_dealt_with(workshop):
    said = (workshop.draft_id, "README.md", None, "Too long")
    first = comment_on_draft(workshop.engine, workshop.editor, *said)
    assert comment_on_draft(workshop.engine, workshop.editor, *said) == first
    assert comment_on_draft(workshop.engine, workshop.colleague, *said) != first
    resolve_comment(workshop.engine, workshop.editor, workshop.draft_id, first)
    assert comment_on_draft(workshop.engine, workshop.editor, *said) != first
    assert len(comments(workshop)) == 3


def test_a_comment_can_be_on_a_file(workshop):
    comment_on_draft(
        workshop.engine, workshop.editor, workshop.draft_id, "README.md", " ", "Too long"
    )
    assert comments(workshop)[0].element_id is None


def test_a_comment_needs_words_and_a_file(workshop):
    engine, draft_id = workshop.engine, workshop.draft_id
    with pytest.raises(InputRefusedError):
        comment_on_draft(engine, workshop.editor, draft_id, "README.md", None, " ")
    with pytest.raises(InputRefusedError):
        comment_on_draft(engine, workshop.editor, draft_id, "README.md", "x" * 301, "Yes")
    with pytest.raises(NotFoundError):
        comment_on_draft(engine, workshop.editor, draft_id, "nowhere.md", None, "Yes")
    with pytest.raises(NotFoundError):
        resolve_comment(engine, workshop.editor, draft_id, 999)
