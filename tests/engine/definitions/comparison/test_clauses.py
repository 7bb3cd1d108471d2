import orjson

from engine.definitions.comparison import Change, Weight
from tests.engine.definitions.comparison.pairs import (
    Kind,
    bundle,
    compared,
    found,
    only,
    with_clause,
)
from tests.engine.definitions.writing import CLAUSES, one_task, user_task

NONE = orjson.dumps({"policy": "TST26", "clauses": []})


def test_a_clause_that_is_dropped_is_named():
    comparison = compared(bundle(), bundle(clauses=NONE))
    assert "Clause S0-01 is dropped." in comparison.summary
    one = only(bundle(), bundle(clauses=NONE), Kind.CLAUSES)
    assert one.change is Change.REMOVED
    assert "It was carried by the start “Begin” and the question “Words”" in one.sentence


def test_a_clause_that_got_stricter():
    one = only(with_clause(strength="should"), bundle(), Kind.CLAUSES)
    assert (one.aspect, one.weight) == ("strength", Weight.CONSEQUENCE)
    assert one.sentence.startswith("Clause S0-01 now says “must” (before: “should”): They talk.")


def test_other_words_for_a_clause():
    one = only(bundle(), with_clause(paraphrase="They speak."), Kind.CLAUSES)
    assert (one.aspect, one.weight) == ("paraphrase", Weight.WORDING)


def test_another_carrier_and_none_at_all():
    other = with_clause(carried_by=[{"element": "Task_A"}])
    one = only(bundle(), other, Kind.CLAUSES)
    assert (one.aspect, one.weight) == ("carriers", Weight.WORDING)
    lost = with_clause(carried_by=[])
    one = only(bundle(), lost, Kind.CLAUSES)
    assert (one.new, one.weight) == ("nothing", Weight.CONSEQUENCE)


def test_another_limit_in_the_policy():
    one = only(bundle(), with_clause(time_limit="PT12H"), Kind.CLAUSES)
    assert one.aspect == "time_limit"


def test_places_in_the_text_are_told_once():
    one = only(bundle(), with_clause(source="line 9"), Kind.CLAUSES)
    assert (one.aspect, one.weight) == ("source", Weight.DRAWING)


def test_an_element_that_names_another_clause():
    one = only(bundle(), bundle(one_task(user_task("Task_A", clauses="S0-01"))), Kind.CLAUSES)
    assert one.sentence == "The step “Do Task_A” now names S0-01."
    assert found(bundle(clauses=CLAUSES), bundle()) == []
