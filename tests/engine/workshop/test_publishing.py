"""Publishing: the next case follows the new version, those that run keep theirs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.definitions import ProcessDefinition
from engine.queries.case_counts import CaseCount
from engine.queries.definitions import load_definition
from engine.queries.version_history import list_edited_versions, running_by_number
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.workshop.drafts import begin_draft
from engine.workshop.publishing import call_off_publication, publish_draft
from engine.workshop.reviews import submit_draft, withdraw_draft
from tests.support.engine import EDITION, MANAGER, OFFICE, Berkshire, berkshire_bundle, bundle_with
from tests.support.workshop import Workshop, begin

KEY = "berkshire_escalation"


def followed_by(berkshire: Berkshire) -> int:
    """Raise a case, and return the version that it follows."""
    case = berkshire.case(berkshire.start().case_id)
    query = select(ProcessDefinition.version)
    return berkshire.rows(query.where(ProcessDefinition.id == case.process_definition_id))[0]


def version(workshop: Workshop, definition_id: int):
    with workshop.engine.open_reading() as work:
        return load_definition(workshop.engine, work, workshop.editor, definition_id)


def approved(workshop: Workshop, text: str = "# Mine") -> Workshop:
    workshop.save(text)
    workshop.approve()
    return workshop


def test_the_next_case_follows_the_new_version_and_the_old_one_its_own(workshop, berkshire):
    assert followed_by(berkshire) == 1
    definition_id = approved(workshop).engine and publish_draft(
        workshop.engine, workshop.colleague, workshop.draft_id
    )
    assert followed_by(berkshire) == 2
    row = version(workshop, definition_id)
    assert (row.version, row.note) == (2, "Other words")
    assert row.published_by_name == workshop.colleague.name
    draft = workshop.draft
    assert (draft.state, draft.published_version) == ("published", 2)
    with workshop.engine.open_reading() as work:
        running = running_by_number(work, workshop.editor, KEY, EDITION.name)
        assert running == dict.fromkeys((1, 2), CaseCount(None, is_exact=False))
        administrator = berkshire.actor("administrator", OFFICE)
        exact = running_by_number(work, administrator, KEY, EDITION.name)
        assert exact == dict.fromkeys((1, 2), CaseCount(1))
        newest = list_edited_versions(workshop.engine, work, workshop.editor)[0]
    assert newest.is_followed
    assert newest.running_cases == CaseCount(None, is_exact=False)
    assert newest.approval is not None
    assert newest.approval.approved_by_name == workshop.colleague.name


def test_only_what_a_second_person_approved_is_published(workshop):
    workshop.save("# Mine")
    for _ in range(2):
        with pytest.raises(NotAllowedError, match="second person"):
            publish_draft(workshop.engine, workshop.editor, workshop.draft_id)
        if workshop.draft.state == "editing":
            submit_draft(workshop.engine, workshop.editor, workshop.draft_id, "Why")


def test_a_version_is_followed_from_its_day_on(workshop, berkshire):
    at = berkshire.clock.now() + timedelta(days=3)
    definition_id = publish_draft(
        workshop.engine, workshop.editor, approved(workshop).draft_id, at=at
    )
    assert version(workshop, definition_id).published_at == at
    assert followed_by(berkshire) == 1
    berkshire.clock.set(at - timedelta(seconds=1))
    assert followed_by(berkshire) == 1
    berkshire.clock.set(at)
    assert followed_by(berkshire) == 2
    with workshop.engine.open_reading() as work:
        newest = list_edited_versions(workshop.engine, work, workshop.editor)[0]
    assert (newest.is_followed, newest.is_coming) == (True, False)


def test_a_publication_can_be_called_off_before_its_day(workshop, berkshire):
    at = berkshire.clock.now() + timedelta(days=3)
    approved(workshop)
    definition_id = publish_draft(workshop.engine, workshop.editor, workshop.draft_id, at=at)
    called_off = call_off_publication(workshop.engine, workshop.colleague, definition_id)
    assert called_off == workshop.draft_id
    berkshire.clock.set(at)
    assert followed_by(berkshire) == 1
    assert workshop.draft.state == "approved"
    assert publish_draft(workshop.engine, workshop.editor, workshop.draft_id) == definition_id
    assert followed_by(berkshire) == 2


def test_a_version_that_is_published_at_last_has_the_reason_of_its_last_review(workshop, berkshire):
    approved(workshop)
    at = berkshire.clock.now() + timedelta(days=3)
    definition_id = publish_draft(workshop.engine, workshop.editor, workshop.draft_id, at=at)
    call_off_publication(workshop.engine, workshop.editor, definition_id)
    withdraw_draft(workshop.engine, workshop.editor, workshop.draft_id)
    workshop.approve("A better reason")
    assert publish_draft(workshop.engine, workshop.editor, workshop.draft_id) == definition_id
    assert version(workshop, definition_id).note == "A better reason"


def test_what_is_followed_is_not_called_off(workshop, berkshire):
    definition_id = publish_draft(workshop.engine, workshop.editor, approved(workshop).draft_id)
    with pytest.raises(InputRefusedError, match="followed already"):
        call_off_publication(workshop.engine, workshop.editor, definition_id)
    unpublished = deploy_bundle(
        workshop.engine, None, bundle_with({"README.md": ("Berkshire", "Royal Berkshire")})
    )
    with pytest.raises(InputRefusedError, match="not published"):
        call_off_publication(workshop.engine, workshop.editor, unpublished)
    with pytest.raises(NotAllowedError):
        call_off_publication(workshop.engine, berkshire.actor(*MANAGER), definition_id)
    with pytest.raises(NotFoundError):
        call_off_publication(workshop.engine, workshop.editor, 999)


def test_what_came_without_a_draft_is_called_off_as_well(workshop, berkshire):
    bundle = bundle_with({"README.md": ("Berkshire", "Royal Berkshire")})
    definition_id = deploy_bundle(workshop.engine, None, bundle)
    at = berkshire.clock.now() + timedelta(days=1)
    publish_definition(workshop.engine, None, definition_id, at=at)
    assert followed_by(berkshire) == 1
    assert call_off_publication(workshop.engine, workshop.editor, definition_id) is None


def test_a_time_that_has_gone_by_is_refused(workshop, berkshire):
    at = berkshire.clock.now() - timedelta(seconds=1)
    with pytest.raises(InputRefusedError, match="gone by"):
        publish_draft(workshop.engine, workshop.editor, approved(workshop).draft_id, at=at)
    assert workshop.draft.state == "approved"


def test_a_publication_does_not_overtake_one_that_waits(workshop, berkshire):
    at = berkshire.clock.now() + timedelta(days=3)
    other = begin(workshop.engine)
    publish_draft(workshop.engine, workshop.editor, approved(workshop).draft_id, at=at)
    approved(other, "# Another")
    assert other.draft.is_behind
    with pytest.raises(InputRefusedError, match="Version 2"):
        publish_draft(workshop.engine, other.editor, other.draft_id)
    publish_draft(workshop.engine, other.editor, other.draft_id, at=at + timedelta(days=1))
    berkshire.clock.set(at)
    assert followed_by(berkshire) == 2
    berkshire.clock.set(at + timedelta(days=1))
    assert followed_by(berkshire) == 3


def test_bringing_an_earlier_version_back_makes_a_new_one(workshop, berkshire):
    first = workshop.draft.based_on
    publish_draft(workshop.engine, workshop.editor, approved(workshop).draft_id)
    restored = Workshop(workshop.engine, begin_draft(workshop.engine, workshop.editor, first))
    assert restored.draft.is_behind
    third = restored.publish()
    row = version(workshop, third)
    assert row.version == 3
    assert followed_by(berkshire) == 3
    with workshop.engine.open_reading() as work:
        files = workshop.engine.definitions.compiled(work, third).bundle.files
    assert files["README.md"] == berkshire_bundle().files["README.md"]


def test_a_restart_does_not_publish_what_was_called_off(workshop, berkshire):
    """What comes with Concord is published at the start, unless it is there already."""
    first = workshop.draft.based_on
    publish_draft(workshop.engine, workshop.editor, approved(workshop).draft_id)
    restored = Workshop(workshop.engine, begin_draft(workshop.engine, workshop.editor, first))
    restored.approve()
    at = berkshire.clock.now() + timedelta(days=1)
    third = publish_draft(workshop.engine, workshop.editor, restored.draft_id, at=at)
    call_off_publication(workshop.engine, workshop.editor, third)
    found = deploy_bundle(workshop.engine, None, berkshire_bundle())
    publish_definition(workshop.engine, None, found)
    assert found == first
    assert version(workshop, third).published_at is None
