"""A draft begins as a copy, or with files from outside; only its partnership's editors see it."""

import uuid

import pytest

from engine.definitions.bundle import Bundle
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.queries.definitions import load_sources
from engine.queries.procedure_drafts import list_drafts, load_draft
from engine.vocabulary import ProcedureDraftState
from engine.workshop.drafts import (
    begin_draft,
    begin_draft_from_files,
    bring_draft_back,
    discard_draft,
    rename_draft,
)
from engine.workshop.saving import save_files
from tests.support.engine import MANAGER, OFFICE, berkshire_bundle
from tests.support.workshop import newest_version

BARNSLEY = ("editor", "barnsley-partnership")


def listed(workshop, actor, **options):
    with workshop.engine.open_reading() as work:
        return list_drafts(work, actor, **options)


def test_a_draft_has_the_files_of_its_version_unchanged(workshop):
    with workshop.engine.open_reading() as work:
        version = newest_version(workshop.engine)
        files = load_sources(workshop.engine, work, workshop.editor, version)
    assert workshop.files() == dict(files)
    draft = workshop.draft
    assert (draft.based_on, draft.revision, draft.state) == (version, 1, "editing")
    assert draft.key == "berkshire_escalation"
    assert not draft.is_behind


def test_a_draft_from_files_knows_the_version_that_it_changes(workshop):
    files = dict(berkshire_bundle().files)
    files["README.md"] = b"# Anew"
    draft_id = begin_draft_from_files(workshop.engine, workshop.editor, Bundle(files), "Mine")
    with workshop.engine.open_reading() as work:
        draft = load_draft(work, workshop.editor, draft_id)
    assert (draft.title, draft.based_on) == ("Mine", newest_version(workshop.engine))


def test_files_with_errors_make_a_draft_all_the_same(workshop):
    files = {**berkshire_bundle().files, "berkshire.bpmn": b"<nonsense"}
    assert begin_draft_from_files(workshop.engine, workshop.editor, Bundle(files))


@pytest.mark.parametrize(
    "toml",
    [None, b"\xff", b"key = 1", b'key = "x"\ntitle = "x"\npartnership = "nowhere"'],
)
def test_files_that_do_not_say_what_they_are_make_no_draft(workshop, toml):
    files = dict(berkshire_bundle().files)
    del files["procedure.toml"]
    if toml is not None:
        files["procedure.toml"] = toml
    with pytest.raises(InputRefusedError):
        begin_draft_from_files(workshop.engine, workshop.editor, Bundle(files))


def test_another_partnership_is_not_here(workshop):
    source = berkshire_bundle().files["procedure.toml"].replace(b'"berkshire"', b'"nowhere"')
    files = {**berkshire_bundle().files, "procedure.toml": source}
    with pytest.raises(InputRefusedError, match="nowhere"):
        begin_draft_from_files(workshop.engine, workshop.editor, Bundle(files))


def test_others_do_not_learn_that_a_draft_exists(workshop, berkshire):
    for person in (MANAGER, BARNSLEY, ("business-manager", OFFICE)):
        actor = berkshire.actor(*person)
        assert listed(workshop, actor) == ()
        with pytest.raises(NotFoundError):
            rename_draft(workshop.engine, actor, workshop.draft_id, "Ours")
        with pytest.raises(NotFoundError):
            save_files(
                workshop.engine, actor, workshop.draft_id, {"README.md": b""}, base_revision=1
            )
        with pytest.raises(NotAllowedError):
            begin_draft(workshop.engine, actor, newest_version(workshop.engine))
    assert [draft.id for draft in listed(workshop, workshop.colleague)] == [workshop.draft_id]
    assert listed(workshop, berkshire.actor("administrator", OFFICE))


def test_a_title_needs_words_and_not_too_many(workshop):
    rename_draft(workshop.engine, workshop.colleague, workshop.draft_id, "  Twelve hours ")
    assert workshop.draft.title == "Twelve hours"
    for title in ("", " \n", "x" * 201, "\0", "\ud800"):
        with pytest.raises(InputRefusedError):
            rename_draft(workshop.engine, workshop.editor, workshop.draft_id, title)


def test_a_discarded_draft_comes_back_as_it_was(workshop):
    workshop.save("# Mine")
    discard_draft(workshop.engine, workshop.editor, workshop.draft_id)
    discard_draft(workshop.engine, workshop.editor, workshop.draft_id)
    assert listed(workshop, workshop.editor) == ()
    discarded = (ProcedureDraftState.DISCARDED,)
    assert len(listed(workshop, workshop.editor, states=discarded)) == 1
    with pytest.raises(NotAllowedError, match="discarded"):
        workshop.save("# Mine again")
    bring_draft_back(workshop.engine, workshop.colleague, workshop.draft_id)
    assert workshop.files()["README.md"] == b"# Mine"
    assert workshop.save("# Mine again") == 3


def test_there_is_nothing_under_another_id(workshop):
    with pytest.raises(NotFoundError):
        discard_draft(workshop.engine, workshop.editor, uuid.uuid4())
    with pytest.raises(NotFoundError):
        begin_draft(workshop.engine, workshop.editor, 999)
