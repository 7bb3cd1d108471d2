"""What comes from outside is a draft; only administrators publish without a second person."""

import pytest

from engine.errors import DeploymentRefusedError, InputRefusedError, NotAllowedError
from engine.queries.definitions import load_definition
from engine.workshop.bringing_in import BroughtIn, bring_in
from tests.support.directory import demo_actor
from tests.support.engine import MANAGER, OFFICE, berkshire_bundle, bundle_with
from tests.support.workshop import newest_version

DIAGRAM = "berkshire.bpmn"
TWELVE_HOURS = {DIAGRAM: (">PT24H<", ">PT12H<")}


def administrator(workshop):
    return demo_actor(workshop.engine, "administrator", OFFICE)


def test_files_become_a_draft_once(workshop):
    bundle = bundle_with(TWELVE_HOURS)
    first = bring_in(workshop.engine, workshop.editor, bundle)
    assert first.draft_id
    assert first.process_definition_id is None
    assert bring_in(workshop.engine, workshop.editor, bundle) == first
    assert bring_in(workshop.engine, workshop.colleague, bundle).draft_id != first.draft_id


def test_what_is_there_already_is_that_version(workshop):
    known = bring_in(workshop.engine, workshop.editor, berkshire_bundle())
    assert known == BroughtIn(process_definition_id=newest_version(workshop.engine))


def test_an_administrator_publishes_and_says_why(workshop):
    actor, bundle = administrator(workshop), bundle_with(TWELVE_HOURS)
    with pytest.raises(InputRefusedError, match="note has to say why"):
        bring_in(workshop.engine, actor, bundle, publish=True, note=" ")
    became = bring_in(workshop.engine, actor, bundle, publish=True, note="It was wrong")
    with workshop.engine.open_reading() as work:
        row = load_definition(workshop.engine, work, actor, became.process_definition_id)
    assert row.published_at
    assert row.note == "It was wrong"


@pytest.mark.parametrize(
    "role", [("editor", OFFICE), MANAGER, ("administrator", "tees-partnership")]
)
def test_nobody_else_publishes(workshop, role):
    actor = demo_actor(workshop.engine, *role)
    before = newest_version(workshop.engine)
    with pytest.raises(NotAllowedError):
        bring_in(workshop.engine, actor, bundle_with(TWELVE_HOURS), publish=True, note="Now")
    assert newest_version(workshop.engine) == before


def test_files_with_errors_are_not_taken(workshop):
    with pytest.raises(DeploymentRefusedError):
        bring_in(workshop.engine, workshop.editor, bundle_with({DIAGRAM: (">PT24H<", ">soon<")}))
