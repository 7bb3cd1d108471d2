"""What the page of a comparison shows of many rows."""

from api.pages.comparison_view import present_kinds
from engine.definitions.comparison import Change, Comparison, Difference, Kind, Place, Weight


def many(number):
    return Comparison(
        tuple(
            Difference(
                Kind.FLOW,
                Change.ADDED,
                Weight.CONSEQUENCE,
                Place("element", f"Task_{one}", "Name"),
                "presence",
                "",
                "new",
                "New.",
            )
            for one in range(number)
        ),
        (),
    )


def test_many_rows_are_cut_until_somebody_asks_for_all():
    (kind,) = present_kinds(many(203), "consequences")
    assert (len(kind.rows), kind.left_off) == (200, 3)
    (other,) = present_kinds(many(203), "consequences", "forms")
    assert other.left_off == 3
    (whole,) = present_kinds(many(203), "consequences", "flow")
    assert (len(whole.rows), whole.left_off) == (203, 0)
    assert whole.rows[-1].anchor == "flow-203"
