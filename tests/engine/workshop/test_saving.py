"""Saving makes a revision; what somebody else saved is never overwritten."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from engine.definitions.canonical import canonical_diagram
from engine.errors import DraftMovedOnError, InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.procedure_drafts import ProcedureFile
from engine.queries.draft_history import list_reviews
from engine.queries.draft_revisions import list_revisions
from engine.queries.procedure_drafts import draft_files
from engine.workshop.reviews import submit_draft
from engine.workshop.saving import save_files


def revisions(workshop):
    with workshop.engine.open_reading() as work:
        return list_revisions(work, workshop.editor, workshop.draft_id).rows


def test_saving_makes_a_revision_and_says_what_was_changed(workshop):
    changes = {"README.md": b"# Mine", "notes.md": b"New", "clauses.json": None}
    number = save_files(
        workshop.engine, workshop.colleague, workshop.draft_id, changes, base_revision=1
    )
    assert number == workshop.draft.revision == 2
    newest = revisions(workshop)[0]
    assert newest.summary == "Changed README.md; Added notes.md; Removed clauses.json"
    assert newest.saved_by == workshop.draft.changed_by == workshop.colleague.person_id
    assert "clauses.json" not in workshop.files()
    assert "clauses.json" in workshop.files(1)


def test_the_same_content_is_no_revision(workshop):
    same = workshop.files()["README.md"].decode()
    assert workshop.save(same) == 1
    changes = {"nowhere.md": None}
    assert (
        save_files(workshop.engine, workshop.editor, workshop.draft_id, changes, base_revision=1)
        == 1
    )
    assert len(revisions(workshop)) == 1


def test_a_content_is_stored_once(workshop):
    with workshop.engine.open_reading() as work:
        before = work.session.scalars(select(func.count()).select_from(ProcedureFile)).one()
    workshop.save("# Same", path="a.md")
    workshop.save("# Same", path="b.md")
    with workshop.engine.open_reading() as work:
        after = work.session.scalars(select(func.count()).select_from(ProcedureFile)).one()
    assert after == before + 1


def test_a_diagram_is_stored_in_its_canonical_form(workshop):
    source = workshop.files()["berkshire.bpmn"]
    spaced = source.replace(b"><", b">\n\n<")
    workshop.save(spaced.decode(), path="berkshire.bpmn")
    assert workshop.files()["berkshire.bpmn"] == canonical_diagram(spaced)


def test_who_saves_second_is_told_and_overwrites_nothing(workshop):
    workshop.save("# The colleague’s", by=workshop.colleague, base=1)
    with pytest.raises(DraftMovedOnError) as refused:
        workshop.save("# Mine", base=1)
    assert refused.value.by == workshop.colleague.name
    assert refused.value.revision == 2
    assert refused.value.at == workshop.draft.changed_at
    assert workshop.files()["README.md"] == "# The colleague’s".encode()


def test_of_two_who_save_at_once_one_saves(workshop):
    def save(actor):
        try:
            return workshop.save(f"# Of {actor.name}", by=actor, base=1)
        except DraftMovedOnError as error:
            return error.revision

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(save, (workshop.editor, workshop.colleague)))
    assert found == [2, 2]
    assert len(revisions(workshop)) == 2


def test_saving_withdraws_a_review(workshop):
    workshop.save("# Mine")
    submit_draft(workshop.engine, workshop.editor, workshop.draft_id, "Other words")
    workshop.save("# Mine, better", by=workshop.colleague)
    assert workshop.draft.state == "editing"
    with workshop.engine.open_reading() as work:
        (review,) = list_reviews(work, workshop.editor, workshop.draft_id)
    assert review.decision == "withdrawn"
    assert review.withdrawn_by_name == workshop.colleague.name


@pytest.mark.parametrize("path", ["../escape.bpmn", "/absolute.bpmn", "a//b", "x" * 301, "a\\b"])
def test_a_path_that_leaves_the_draft_is_refused(workshop, path):
    with pytest.raises(InputRefusedError):
        workshop.save("x", path=path)
    assert workshop.draft.revision == 1


def test_a_draft_does_not_outgrow_a_bundle(workshop):
    with pytest.raises(InputRefusedError, match="20 MB"):
        workshop.save("x" * 20_000_001)
    many = {f"{number}.md": b"" for number in range(2_001)}
    with pytest.raises(InputRefusedError, match="2,000"):
        save_files(workshop.engine, workshop.editor, workshop.draft_id, many, base_revision=1)


def test_a_draft_follows_the_edition_that_its_file_names(workshop):
    workshop.replace("procedure.toml", 'edition = "2026-03-25"', 'edition = "2027-01-01"')
    draft = workshop.draft
    assert (draft.edition, draft.newest_version, draft.is_behind) == ("2027-01-01", None, False)


def test_a_draft_stays_with_its_partnership(workshop):
    with pytest.raises(InputRefusedError, match="partnership"):
        workshop.replace("procedure.toml", 'partnership = "berkshire"', 'partnership = "tees"')


def test_a_published_draft_is_no_longer_changed(workshop):
    workshop.save("# Mine")
    workshop.publish()
    with pytest.raises(NotAllowedError, match="published as version 2"):
        workshop.save("# Mine again")


def test_there_is_no_revision_that_was_never_saved(workshop):
    with workshop.engine.open_reading() as work, pytest.raises(NotFoundError):
        draft_files(work, workshop.editor, workshop.draft_id, 7)
