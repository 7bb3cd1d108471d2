"""Berkshire 2024 to 2026: every row of the list of differences, pinned by its clause.

The rows are those of the list in `workflows/berkshire/2024-05-24/README.md`.
"""

import re

import pytest

from engine.definitions.bundle import read_folder
from engine.definitions.comparison import Change, Kind, Weight, compare_bundles
from tests.architecture.source import ROOT

FORMS = ROOT / "forms/definitions"


@pytest.fixture(scope="module")
def comparison():
    old, new = (
        read_folder(ROOT / f"workflows/berkshire/{name}", FORMS)
        for name in ("2024-05-24", "2026-03-25")
    )
    return compare_bundles(old, new)


def of_clause(comparison, clause):
    return [one for one in comparison.differences if clause in one.clauses]


ROWS = {
    "X-04": [
        (Kind.CLAUSES, Change.REMOVED, "X-04", "presence", "consequence"),
        (Kind.FLOW, Change.REMOVED, "GW_Accelerated", "presence", "consequence"),
        (Kind.FLOW, Change.REMOVED, "Notify_Accelerated", "presence", "consequence"),
        (Kind.FORMS, Change.REMOVED, "BRK-RAISE.accelerated", "presence", "consequence"),
        (Kind.FORMS, Change.REMOVED, "BRK-RAISE.accelerated_reason", "presence", "consequence"),
    ],
    "X-02": [
        (Kind.CALLS, Change.CHANGED, "Call_S0_Record", "record_place", "consequence"),
        (Kind.CALLS, Change.CHANGED, "Call_S4_Record", "record_place", "consequence"),
        (Kind.CLAUSES, Change.CHANGED, "X-02", "paraphrase", "wording"),
    ],
    "S3-08": [
        (Kind.CLAUSES, Change.CHANGED, "S3-08", "strength", "consequence"),
        (Kind.TEXTS, Change.CHANGED, "Call_S3_Record", "documentation", "wording"),
    ],
    "S4-05": [
        (Kind.FORMS, Change.CHANGED, "BRK-S4-ARRANGE.independence", "label", "wording"),
        (Kind.FORMS, Change.ADDED, "BRK-S4-ARRANGE.facilitator", "presence", "consequence"),
        (Kind.FORMS, Change.ADDED, "BRK-S4-ARRANGE.facilitator_agency", "presence", "consequence"),
        (Kind.FORMS, Change.CHANGED, "BRK-S4-ARRANGE.chair_user", "rule", "consequence"),
        (Kind.CLAUSES, Change.CHANGED, "S4-05", "carriers", "wording"),
        (Kind.TEXTS, Change.CHANGED, "Task_S4_Arrange", "name", "wording"),
    ],
    "S1-08": [
        (Kind.RECIPIENTS, Change.CHANGED, "Call_S1_Record", "recipients", "consequence"),
        (Kind.CLAUSES, Change.CHANGED, "S1-08", "paraphrase", "wording"),
    ],
    "S0-06": [
        (Kind.TEXTS, Change.CHANGED, "Task_S0_Discuss", "documentation", "wording"),
        (Kind.CLAUSES, Change.CHANGED, "S0-06", "paraphrase", "wording"),
    ],
    "S3-06": [
        (Kind.TEXTS, Change.CHANGED, "GW_S3_Outcome", "name", "wording"),
        (Kind.FORMS, Change.CHANGED, "BRK-S3.s3_outcome", "label", "wording"),
        (Kind.CLAUSES, Change.CHANGED, "S3-06", "paraphrase", "wording"),
    ],
    "S3-04": [
        (Kind.FORMS, Change.CHANGED, "BRK-S3.opinions_considered", "hint", "wording"),
        (Kind.FORMS, Change.CHANGED, "BRK-S3.communication_gaps", "label", "wording"),
    ],
    "S3-05": [
        (Kind.CLAUSES, Change.ADDED, "S3-05", "presence", "consequence"),
        (Kind.TEXTS, Change.CHANGED, "Task_S3_Contact", "documentation", "wording"),
    ],
    "S3-09": [(Kind.TEXTS, Change.CHANGED, "Call_S3_Record", "documentation", "wording")],
    "S2-01": [(Kind.TEXTS, Change.CHANGED, "GW_S1_Outcome", "documentation", "wording")],
    "S0-01": [
        (Kind.FORMS, Change.CHANGED, "BRK-RAISE.rationale_sought", "label", "wording"),
        (Kind.TEXTS, Change.CHANGED, "Task_S0_Raise", "documentation", "wording"),
    ],
    "S0-03": [(Kind.CLAUSES, Change.CHANGED, "S0-03", "paraphrase", "wording")],
    "P-01": [(Kind.CLAUSES, Change.ADDED, "P-01", "presence", "consequence")],
    "P-02": [(Kind.CLAUSES, Change.CHANGED, "P-02", "paraphrase", "wording")],
    "P-07": [(Kind.FORMS, Change.CHANGED, "Text_rationale", "label", "wording")],
    "P-08": [(Kind.CLAUSES, Change.CHANGED, "P-08", "paraphrase", "wording")],
    "P-12": [(Kind.CLAUSES, Change.CHANGED, "P-12", "paraphrase", "wording")],
    "P-16": [(Kind.CLAUSES, Change.CHANGED, "P-16", "paraphrase", "wording")],
    "X-06": [(Kind.TEXTS, Change.CHANGED, "Task_Danger_Act", "name", "wording")],
}


@pytest.mark.parametrize("clause", ROWS)
def test_each_row_stands_under_its_clause(comparison, clause):
    found = {
        (one.kind, one.change, one.place.id, one.aspect, str(one.weight))
        for one in of_clause(comparison, clause)
    }
    wanted = {
        (kind, change, "BRK-RAISE.Text_rationale" if place == "Text_rationale" else place, *rest)
        for kind, change, place, *rest in ROWS[clause]
        if clause != "P-07"
    }
    assert wanted <= found
    assert found


def test_the_list_in_the_readme_has_no_other_clause():
    readme = (ROOT / "workflows/berkshire/2024-05-24/README.md").read_text(encoding="utf-8")
    table = readme.split("## What differs from 2026")[1].split("Forms that differ")[0]
    told = set(
        re.findall(
            r"[A-Z]\d?-\d\d",
            "\n".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| ")),
        )
    )
    assert told <= set(ROWS)


def test_no_limit_role_or_side_differs(comparison):
    kinds = {one.kind for one in comparison.differences}
    assert not kinds & {Kind.LIMITS, Kind.ROLES, Kind.SIDES}
    assert "No time limit, role or agency side changes." in comparison.summary


@pytest.mark.parametrize(
    "words",
    [
        "now also tells practitioners of both agencies",
        "filled in beforehand with “Our case management system” (before: “The child's file”)",
        "Gone: the question “Start all stages within a short period?” and the notice “Warn",
        "“Who facilitates?”",
        "Clause S3-08 now says “must” (before: “should”)",
        "Clause X-04 is dropped.",
        "Clauses P-01 and S3-05 are new.",
        "“Is there an independent facilitator?” (before: “Is the chair independent?”)",
        "“Consensus or agreement reached?” (before: “Way forward agreed?”)",
    ],
)
def test_the_answer_comes_first(comparison, words):
    assert words in " ".join(comparison.summary)


def test_a_new_question_says_what_is_valid(comparison):
    (agency,) = [o for o in comparison.differences if o.place.id.endswith("facilitator_agency")]
    assert "valid only when" in agency.sentence
    assert "“agencies” does not include “Agency of the facilitator" in agency.sentence


def test_scenarios_that_only_play_elsewhere_are_told_once(comparison):
    changed = [o for o in comparison.differences if o.kind is Kind.SCENARIOS and o.old and o.new]
    together = max(changed, key=lambda one: int(one.sentence.split()[0].replace("The", "0")))
    assert 'accelerated: "no"' in together.old
    assert "accelerated" not in together.new
    assert len(changed) < 40


def test_the_way_past_the_question_that_is_gone_is_told(comparison):
    (way,) = [one for one in comparison.differences if one.aspect == "target"]
    assert way.sentence == (
        "After the question “Does concern still exist?”, the answer “yes” now leads to the step "
        "“Discuss and find a solution” (before: to the question “Start all stages within a short "
        "period?”)."
    )


def test_what_only_moved_is_told_apart(comparison):
    moved = [one for one in comparison.differences if one.change is Change.MOVED]
    assert {one.weight for one in moved} == {Weight.DRAWING}
    assert "Task_S1_Contact" not in {one.place.id for one in moved}


def test_no_sentence_shows_a_formula_or_a_role_as_it_is_stored(comparison):
    said = " ".join(one.sentence for one in comparison.of_weight(Weight.CONSEQUENCE))
    assert not re.search(r"[a-z]-manager\b.*;|!=|line-manager of|childs_file", said)
