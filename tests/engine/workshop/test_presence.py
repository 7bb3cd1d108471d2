"""People who are in a draft at the same time know of each other."""

from datetime import timedelta

import pytest

from engine.errors import InputRefusedError, NotFoundError
from engine.workshop.presence import note_presence
from tests.support.engine import MANAGER


def test_two_people_see_each_other_and_nobody_sees_themselves(workshop):
    engine, draft_id = workshop.engine, workshop.draft_id
    assert note_presence(engine, workshop.editor, draft_id, "berkshire.bpmn") == ()
    (other,) = note_presence(engine, workshop.colleague, draft_id, "README.md")
    assert (other.name, other.path) == (workshop.editor.name, "berkshire.bpmn")
    (other,) = note_presence(engine, workshop.editor, draft_id, "berkshire.bpmn")
    assert (other.name, other.path) == (workshop.colleague.name, "README.md")


def test_after_a_minute_somebody_has_gone(workshop, berkshire):
    engine, draft_id = workshop.engine, workshop.draft_id
    note_presence(engine, workshop.editor, draft_id, "berkshire.bpmn")
    berkshire.clock.set(berkshire.clock.now() + timedelta(seconds=60))
    assert note_presence(engine, workshop.colleague, draft_id, "README.md") == ()


def test_only_editors_are_in_a_draft(workshop, berkshire):
    with pytest.raises(NotFoundError):
        note_presence(workshop.engine, berkshire.actor(*MANAGER), workshop.draft_id, "README.md")
    with pytest.raises(InputRefusedError):
        note_presence(workshop.engine, workshop.editor, workshop.draft_id, "a\nb")
