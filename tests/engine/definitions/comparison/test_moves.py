from engine.definitions.comparison import Change, Weight
from tests.engine.definitions.comparison.pairs import Kind, bundle, compared, found, only
from tests.engine.definitions.writing import EDGES, SHAPES, drawn_task


def test_what_stands_elsewhere_has_only_moved():
    one = only(bundle(drawn_task()), bundle(drawn_task(Task_A=(200, 60, 120, 80))), Kind.LAYOUT)
    assert (one.change, one.weight, one.place.id) == (Change.MOVED, Weight.DRAWING, "Task_A")
    summary = compared(bundle(drawn_task()), bundle(drawn_task(Task_A=(200, 60, 120, 80)))).summary
    assert summary[0] == "Nothing changes for people."


def test_what_moves_along_with_its_lane_has_not_moved():
    shapes = {id_: (x, y + 50, w, h) for id_, (x, y, w, h) in SHAPES.items()}
    edges = {id_: tuple((x, y + 50) for x, y in points) for id_, points in EDGES.items()}
    differences = found(bundle(drawn_task()), bundle(drawn_task(**shapes, **edges)))
    assert {one.aspect for one in differences} == {"saved"}


def test_arrows_are_told_together():
    bent = ((96, 100), (140, 100), (140, 90), (180, 90))
    one = only(bundle(drawn_task()), bundle(drawn_task(Begin_to_Task_A=bent)), Kind.LAYOUT)
    assert one.sentence == "In main.bpmn, 1 arrow is drawn differently."


def test_what_is_not_drawn_any_more():
    one = next(d for d in found(bundle(drawn_task()), bundle(drawn_task(Finish=None)), Kind.LAYOUT))
    assert one.sentence == "The end “Finish” is not drawn any more."
