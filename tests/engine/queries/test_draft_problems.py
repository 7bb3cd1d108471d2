"""What the checks find in a draft is kept for the next time; its files are not."""

import gc

from engine.definitions.bundle import Bundle
from engine.queries.draft_problems import draft_problems


def found(workshop):
    with workshop.engine.open_reading() as work:
        return draft_problems(work, workshop.editor, workshop.draft_id)


def test_the_same_files_have_the_same_problems(workshop):
    workshop.replace("berkshire.bpmn", 'targetRef="Task_S1_Contact"', 'targetRef="Nowhere"')
    assert found(workshop)
    assert found(workshop) == found(workshop)


def test_the_files_that_were_checked_are_not_held(workshop):
    """So many drafts of 20 MB would be more than the memory of a server."""
    workshop.save("# Held by nobody")
    found(workshop)
    gc.collect()
    bundles = [one for one in gc.get_objects() if type(one) is Bundle]
    assert not [one for one in bundles if one.files.get("README.md") == b"# Held by nobody"]
