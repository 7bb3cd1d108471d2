"""Process definitions and their files."""

import pytest

from engine.errors import NotAllowedError, NotFoundError
from engine.persistence.definitions import Deployment, ProcessDefinition
from engine.queries.definitions import (
    list_definitions,
    load_definition,
    load_sources,
    require_own_procedure,
)
from tests.support.directory import demo_actor


@pytest.fixture
def draft_id(rows):
    """Beside the published version of the case there is a newer draft."""
    deployment = Deployment(
        content_hash="1", bundle=b"", note="Longer limit", deployed_at=rows.engine.clock.now()
    )
    rows.write(deployment)
    draft = ProcessDefinition(
        key="berkshire_escalation",
        version=99,
        edition="2026-03-25",
        name="Escalation",
        partnership_key="berkshire",
        deployment_id=deployment.id,
    )
    rows.write(draft)
    return draft.id


@pytest.mark.parametrize(
    ("role", "agency", "sees_draft"),
    [
        ("editor", "berkshire-partnership", True),
        ("administrator", "berkshire-partnership", True),
        ("business-manager", "berkshire-partnership", False),
        ("practitioner", "reading-school", False),
    ],
)
def test_drafts_are_for_editors_and_administrators(rows, draft_id, role, agency, sees_draft):
    actor = demo_actor(rows.engine, role, agency)
    with rows.engine.open_reading() as work:
        listed = [row.id for row in list_definitions(rows.engine, work, actor)]
    published = rows.case.process_definition_id
    assert listed == ([draft_id, published] if sees_draft else [published])
    with rows.engine.open_reading() as work:
        load_sources(rows.engine, work, actor, published)
        if sees_draft:
            assert load_definition(rows.engine, work, actor, draft_id).note == "Longer limit"
        else:
            with pytest.raises(NotFoundError):
                load_sources(rows.engine, work, actor, draft_id)


def test_the_list_can_be_narrowed_to_one_procedure(rows):
    actor = demo_actor(rows.engine, "practitioner", "reading-school")
    with rows.engine.open_reading() as work:
        for key, count in (("berkshire_escalation", 1), ("tees_escalation", 0)):
            assert len(list_definitions(rows.engine, work, actor, key=key)) == count


def test_drafts_are_not_for_the_editors_of_another_partnership(rows, draft_id, stranger):
    with rows.engine.open_reading() as work:
        listed = [row.id for row in list_definitions(rows.engine, work, stranger)]
        assert listed == [rows.case.process_definition_id]
        with pytest.raises(NotFoundError):
            load_sources(rows.engine, work, stranger, draft_id)


@pytest.mark.parametrize(
    ("key", "partnership"),
    [
        ("berkshire_escalation", "berkshire"),
        ("berkshire_escalation", "elsewhere"),
        ("new_escalation", "berkshire"),
        ("new_escalation", "no-such-partnership"),
    ],
)
def test_nobody_brings_in_a_procedure_of_another_partnership(rows, stranger, key, partnership):
    with rows.engine.open_reading() as work, pytest.raises(NotAllowedError):
        require_own_procedure(work, stranger, key=key, partnership_key=partnership)


def test_an_editor_brings_in_procedures_of_their_own_partnership(rows, stranger):
    editor = demo_actor(rows.engine, "editor", "berkshire-partnership")
    with rows.engine.open_reading() as work:
        require_own_procedure(work, stranger, key="new_escalation", partnership_key="elsewhere")
        require_own_procedure(work, editor, key="berkshire_escalation", partnership_key="berkshire")
