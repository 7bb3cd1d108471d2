"""Every clause of every policy is carried, or says why it is not; what carries it is there."""

import pytest

from engine.definitions.bundle import Bundle
from engine.definitions.clause_coverage import cover_clauses
from engine.definitions.subject import read_subject
from tests.workflows.editions import EDITIONS, bundle_of, title_of


@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_no_clause_has_a_gap(edition):
    covered = cover_clauses(read_subject(bundle_of(edition).files))
    assert len(covered.clauses) > 30
    assert covered.all_gaps == ()


@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_an_element_that_is_lost_opens_a_gap(edition):
    bundle = bundle_of(edition)
    covered = cover_clauses(read_subject(bundle.files))
    lost = next(
        carrier.id
        for found in covered.clauses
        for carrier in found.carriers
        if carrier.kind == "element"
    )
    files = {
        path: file.replace(f'"{lost}"'.encode(), b'"Somewhere_Else"')
        if path.endswith(".bpmn")
        else file
        for path, file in bundle.files.items()
    }
    gaps = cover_clauses(read_subject(Bundle(files).files)).all_gaps
    assert any(f"is carried by {lost}, which is not there." in gap for gap in gaps)
