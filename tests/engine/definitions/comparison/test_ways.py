from engine.definitions.comparison import Change
from tests.engine.definitions.comparison.pairs import NO, YES, Kind, asking, found, only
from tests.engine.definitions.writing import end, flow


def test_a_condition_in_words():
    one = only(
        asking(YES, NO),
        asking(flow("Ask", "Yes", '=words != "b" and words != null'), NO),
        Kind.FLOW,
    )
    assert one.aspect == "condition"
    assert (one.old, one.new) == (
        "“Words” is answered “a”",
        "“Words” is not answered “b” and “Words” is answered",
    )


def test_the_default_way():
    one = only(asking(YES, NO), asking(YES, NO, default="Ask_to_Yes"), Kind.FLOW)
    assert one.aspect == "default"
    assert (
        "when no answer fits, it now goes to the end “Yes” (before: to the end “No”)"
        in one.sentence
    )


def test_a_way_that_leads_elsewhere_keeps_its_answer():
    named = '<bpmn:sequenceFlow id="F" name="perhaps" sourceRef="Ask" targetRef="{}"/>'
    old = asking(YES, NO, named.format("Yes"))
    new = asking(YES, NO, named.format("No"))
    one = only(old, new, Kind.FLOW)
    assert one.sentence.endswith(
        "the answer “perhaps” now leads to the end “No” (before: to the end “Yes”)."
    )


def test_a_way_with_a_new_id_is_the_same_way():
    old = asking(YES, NO)
    new = asking(YES.replace("Ask_to_Yes", "Flow_0x1"), NO)
    assert found(old, new, Kind.FLOW) == []


def test_a_new_way_and_one_that_is_gone():
    more = flow("Ask", "Third") + end("Third")
    added = [
        one
        for one in found(asking(YES, NO), asking(YES, NO, more=more), Kind.FLOW)
        if one.aspect == "way"
    ]
    assert [one.change for one in added] == [Change.ADDED]
    removed = [
        one
        for one in found(asking(YES, NO, more=more), asking(YES, NO), Kind.FLOW)
        if one.aspect == "way"
    ]
    assert [one.change for one in removed] == [Change.REMOVED]
