"""A second person decides: nobody approves what they submitted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import (
    DeploymentRefusedError,
    DraftMovedOnError,
    InputRefusedError,
    NotAllowedError,
)
from engine.persistence.directory import Person
from engine.persistence.notifications import Delivery
from engine.queries.draft_history import list_reviews
from engine.queries.waiting_drafts import count_waiting_drafts
from engine.workshop.drafts import begin_draft, discard_draft
from engine.workshop.publishing import call_off_publication
from engine.workshop.reviews import approve_draft, return_draft, submit_draft, withdraw_draft
from tests.support.directory import demo_actor


@pytest.fixture
def submitted(workshop):
    workshop.save("# Mine")
    submit_draft(workshop.engine, workshop.editor, workshop.draft_id, " Other words ")
    return workshop


def letters(workshop):
    """Return whom an e-mail outside any case told, with its text."""
    query = (
        select(Person.email, Delivery.subject, Delivery.body)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.notification_id.is_(None))
        .order_by(Person.email)
    )
    with workshop.engine.open_reading() as work:
        return work.session.execute(query).all()


def test_who_may_approve_is_told_and_counts_it_until_somebody_decides(submitted):
    told = letters(submitted)
    addresses = [letter.email for letter in told]
    assert submitted.colleague.email in addresses
    assert f"administrator@{submitted.office}.example" in addresses
    assert submitted.editor.email not in addresses
    assert all(f"@{submitted.office}" in address for address in addresses)
    assert "Other words" not in told[0].body
    assert f"/workshop/drafts/{submitted.draft_id}" in told[0].body
    assert (waiting(submitted, submitted.colleague), waiting(submitted, submitted.editor)) == (1, 0)
    stranger = demo_actor(submitted.engine, "editor", "tees-partnership")
    assert waiting(submitted, stranger) == 0
    withdraw_draft(submitted.engine, submitted.editor, submitted.draft_id)
    assert waiting(submitted, submitted.colleague) == 0
    submit_draft(submitted.engine, submitted.editor, submitted.draft_id, "Again")
    assert waiting(submitted, submitted.colleague) == 1
    approve_draft(submitted.engine, submitted.colleague, submitted.draft_id)
    assert waiting(submitted, submitted.colleague) == 0


def waiting(workshop, actor):
    with workshop.engine.open_reading() as work:
        return count_waiting_drafts(work, actor)


def reviews(workshop):
    with workshop.engine.open_reading() as work:
        return list_reviews(work, workshop.editor, workshop.draft_id)


def test_a_second_person_approves(submitted):
    with pytest.raises(NotAllowedError, match="yourself"):
        approve_draft(submitted.engine, submitted.editor, submitted.draft_id, "")
    approve_draft(submitted.engine, submitted.colleague, submitted.draft_id, "Good")
    assert submitted.draft.state == "approved"
    (review,) = reviews(submitted)
    assert (review.note, review.revision, review.decision) == ("Other words", 2, "approved")
    assert (review.decided_by_name, review.words) == (submitted.colleague.name, "Good")


def test_who_only_saved_may_approve(workshop):
    workshop.save("# Mine", by=workshop.colleague)
    submit_draft(workshop.engine, workshop.editor, workshop.draft_id, "Other words")
    approve_draft(workshop.engine, workshop.colleague, workshop.draft_id)
    assert workshop.draft.state == "approved"


def test_what_is_returned_can_be_changed_and_submitted_again(submitted):
    with pytest.raises(InputRefusedError):
        return_draft(submitted.engine, submitted.colleague, submitted.draft_id, " ")
    return_draft(submitted.engine, submitted.colleague, submitted.draft_id, "Say it shorter")
    assert submitted.draft.state == "editing"
    submitted.save("# Shorter")
    submit_draft(submitted.engine, submitted.editor, submitted.draft_id, "Shorter")
    assert [review.decision for review in reviews(submitted)] == [None, "returned"]


def test_who_submitted_may_take_it_back(submitted):
    withdraw_draft(submitted.engine, submitted.editor, submitted.draft_id)
    withdraw_draft(submitted.engine, submitted.editor, submitted.draft_id)
    assert submitted.draft.state == "editing"
    with pytest.raises(NotAllowedError, match="does not wait"):
        approve_draft(submitted.engine, submitted.colleague, submitted.draft_id)


def test_an_approval_counts_no_longer_when_something_is_saved_and_stays_known(submitted):
    approve_draft(submitted.engine, submitted.colleague, submitted.draft_id)
    submitted.save("# Mine, once more")
    (review,) = reviews(submitted)
    assert submitted.draft.state == "editing"
    assert (review.decision, review.decided_by_name) == ("withdrawn", submitted.colleague.name)


def test_one_approves_what_one_has_seen(submitted):
    engine, draft_id = submitted.engine, submitted.draft_id
    submitted.save("# Something else")
    submit_draft(engine, submitted.editor, draft_id, "Once more")
    with pytest.raises(DraftMovedOnError):
        approve_draft(engine, submitted.colleague, draft_id, base_revision=2)
    approve_draft(engine, submitted.colleague, draft_id, base_revision=3)


def test_a_draft_with_errors_is_not_submitted(workshop):
    workshop.replace("berkshire.bpmn", 'targetRef="Task_S1_Contact"', 'targetRef="Nowhere"')
    with pytest.raises(DeploymentRefusedError) as refused:
        submit_draft(workshop.engine, workshop.editor, workshop.draft_id, "Other words")
    assert refused.value.problems
    assert workshop.draft.state == "editing"


@pytest.mark.parametrize("note", ["", " ", "x" * 2_001, "a\0b"])
def test_a_note_is_needed(workshop, note):
    workshop.save("# Mine")
    with pytest.raises(InputRefusedError):
        submit_draft(workshop.engine, workshop.editor, workshop.draft_id, note)


def test_nothing_new_is_nothing_to_review(workshop):
    with pytest.raises(InputRefusedError, match="Nothing differs from version 1"):
        submit_draft(workshop.engine, workshop.editor, workshop.draft_id, "Nothing")


def test_what_was_called_off_does_not_hide_that_nothing_is_new(workshop):
    """The newest version that counts is the newest published one."""
    workshop.save("# Mine")
    at = workshop.engine.clock.now() + timedelta(days=1)
    call_off_publication(workshop.engine, workshop.editor, workshop.publish(at))
    other = begin_draft(workshop.engine, workshop.editor, workshop.draft.based_on)
    with pytest.raises(InputRefusedError, match="Nothing differs from version 1"):
        submit_draft(workshop.engine, workshop.editor, other, "Nothing")


def test_nothing_is_submitted_twice(submitted):
    with pytest.raises(NotAllowedError, match="submitted already"):
        submit_draft(submitted.engine, submitted.colleague, submitted.draft_id, "Again")


def test_discarding_withdraws(submitted):
    discard_draft(submitted.engine, submitted.editor, submitted.draft_id)
    assert reviews(submitted)[0].decision == "withdrawn"
