"""Every clause and what carries it: a carrier that is lost is told by name."""

import pytest

from engine.definitions.clause_coverage import cover_clauses
from engine.definitions.clauses import read_clauses
from engine.definitions.subject import read_subject
from tests.support.engine import berkshire_bundle, bundle_with

DIAGRAM, CLAUSES, FORM = "berkshire.bpmn", "clauses.json", "forms/BRK-S2.form"


def gaps_with(changes):
    """Return the gaps of Berkshire's edition with texts replaced."""
    return cover_clauses(read_subject(bundle_with(changes).files)).all_gaps


def carriers_of(clause_id):
    covered = cover_clauses(read_subject(berkshire_bundle().files))
    found = next(found for found in covered.clauses if found.clause.id == clause_id)
    return [(carrier.kind, carrier.id, carrier.name) for carrier in found.carriers]


def test_an_edition_as_it_is_has_no_gap():
    assert cover_clauses(read_subject(berkshire_bundle().files)).all_gaps == ()


def test_carriers_are_told_with_their_names():
    assert carriers_of("S1-04") == [
        ("element", "Task_S1_Contact", "Review information, resolve the concern"),
        ("element", "Timer_S1_24h", "24 hours"),
        ("notification", "Notify_S1_Overdue", "Tell line managers and next level"),
        ("form", "BRK-S1.contact_at", "When did you speak?"),
    ]


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        (
            {CLAUSES: ('"element": "Timer_S2_24h"', '"element": "Timer_S2_12h"')},
            "S2-02 is carried by Timer_S2_12h, which is not there.",
        ),
        (
            {FORM: ('"key": "dnp_advice"', '"key": "dnp_told"')},
            "S2-05 is carried by BRK-S2.dnp_advice, which is not there.",
        ),
        (
            {CLAUSES: ('"guidance": "start page"', '"guidance": "back page"')},
            "X-06 is carried by back page, which is not there.",
        ),
        (
            {DIAGRAM: ('name="clauses" value="S2-02"', 'name="clauses" value="S2-99"')},
            "Timer_S2_24h names S2-99, which is not in clauses.json.",
        ),
        (
            {DIAGRAM: ('name="clauses" value="S2-02"', 'name="clauses" value="S2-01"')},
            "Timer_S2_24h carries S2-02, but does not name it.",
        ),
        (
            {CLAUSES: ('"not_modelled": "The reason why the policy', '"why": "The reason why')},
            "Nothing carries P-05, and no reason is given.",
        ),
    ],
)
def test_a_gap_is_told(changes, gap):
    assert gap in gaps_with(changes)


def test_an_edition_without_a_list_of_clauses_is_one_gap():
    files = {path: file for path, file in berkshire_bundle().files.items() if path != CLAUSES}
    assert cover_clauses(read_subject(files)).all_gaps == ("The edition has no clauses.json.",)


def test_a_list_that_cannot_be_read_is_told():
    assert "not JSON" in gaps_with({CLAUSES: ('"policy"', "policy")})[0]


def test_a_clause_knows_where_it_stands_and_why_nothing_carries_it():
    clause = read_clauses(berkshire_bundle().files[CLAUSES]).clauses["P-05"]
    assert clause.source == "line 14"
    assert clause.not_modelled.startswith("The reason why")
    assert clause.guidance == ()
