"""Single files from a modeller on a desk find their place, and touch nobody else's work."""

import pytest

from engine.errors import DeploymentRefusedError, InputRefusedError
from engine.queries.procedure_drafts import draft_files, load_draft
from engine.workshop.placing import place_files
from engine.workshop.reviews import submit_draft
from tests.support.directory import demo_actor
from tests.support.engine import MANAGER, berkshire_bundle

DIAGRAM = "berkshire.bpmn"
ORIGIN = "from Camunda Modeler"


def place(workshop, files, actor=None):
    who = actor or workshop.colleague
    return place_files(workshop.engine, who, files, title="", origin=ORIGIN)


def limit_of(hours):
    source = berkshire_bundle().files[DIAGRAM]
    return {DIAGRAM: source.replace(b">PT24H<", f">PT{hours}H<".encode(), 1)}


def stored(workshop, placed):
    with workshop.engine.open_reading() as work:
        return draft_files(work, workshop.colleague, placed.draft_id)


def test_a_first_file_begins_a_draft_of_the_newest_version(workshop):
    placed = place(workshop, limit_of(12))
    assert placed.is_new
    assert b">PT12H<" in stored(workshop, placed)[DIAGRAM]
    assert stored(workshop, placed).keys() == berkshire_bundle().files.keys()
    with workshop.engine.open_reading() as work:
        draft = load_draft(work, workshop.colleague, placed.draft_id)
    assert draft.based_on == placed.process_definition_id


def test_the_draft_of_a_colleague_stays_as_it_is(workshop):
    placed = place(workshop, limit_of(12))
    assert placed.draft_id != workshop.draft_id
    assert workshop.draft.revision == 1


def test_the_same_person_goes_on_in_their_draft(workshop):
    first = place(workshop, limit_of(12))
    second = place(workshop, limit_of(6))
    assert (second.draft_id, second.revision) == (first.draft_id, 2)
    again = place(workshop, limit_of(6))
    assert (again.draft_id, again.revision, again.is_new) == (first.draft_id, 2, False)


def test_a_draft_that_is_reviewed_is_left_alone(workshop):
    first = place(workshop, limit_of(12))
    submit_draft(workshop.engine, workshop.colleague, first.draft_id, "Twelve hours")
    second = place(workshop, limit_of(6))
    assert second.draft_id != first.draft_id
    assert b">PT12H<" in stored(workshop, first)[DIAGRAM]


def test_what_the_newest_version_has_already_is_no_draft(workshop):
    placed = place(workshop, {DIAGRAM: berkshire_bundle().files[DIAGRAM]})
    assert (placed.draft_id, placed.is_new) == (None, False)


def test_errors_are_told_and_nothing_is_saved(workshop):
    with pytest.raises(DeploymentRefusedError) as refused:
        place(workshop, limit_of("twelve"))
    assert {problem.file for problem in refused.value.problems} == {DIAGRAM}


@pytest.mark.parametrize(
    "files",
    [
        {"BRK-S1.form": b"{}"},
        {"x.bpmn": b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'},
        {**limit_of(12), "notes.txt": b"x"},
    ],
)
def test_files_without_a_place_are_refused(workshop, files):
    with pytest.raises(InputRefusedError):
        place(workshop, files)


def test_who_edits_nothing_finds_no_procedure(workshop):
    with pytest.raises(InputRefusedError, match="No procedure that you edit"):
        place(workshop, limit_of(12), actor=demo_actor(workshop.engine, *MANAGER))
