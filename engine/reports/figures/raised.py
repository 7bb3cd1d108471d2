"""How many cases, by whom, with whom, where."""

from collections import Counter
from collections.abc import Iterator

from engine.reports.figure import ChartKind, Column, Figure, Material, Row


def _cases(material: Material) -> Iterator[Row]:
    moment = material.closing_moment
    standing = [
        case
        for case in material.cases
        if case.raised_at < moment and (case.ended_at is None or case.ended_at >= moment)
    ]
    yield Row("raised", "Raised", (len(material.raised),))
    yield Row("ended", "Ended", (len(material.ended),))
    yield Row("open", "Open at the end of the period", (len(standing),))


def _by_agency(material: Material) -> Iterator[Row]:
    raised, received = Counter[str](), Counter[str]()
    for case in material.raised:
        raised[case.raising] += 1
        received.update(case.receiving)
    for key, name, is_found in material.places.agencies_with({*raised, *received}):
        yield Row(key, name, (raised[key], received[key]), is_found)


def _by_pair(material: Material) -> Iterator[Row]:
    pairs = Counter((case.raising, key) for case in material.raised for key in case.receiving)
    for (raising, receiving), number in sorted(pairs.items(), key=lambda one: (-one[1], one[0])):
        names = material.places.agency(raising), material.places.agency(receiving)
        yield Row(f"{raising}>{receiving}", " with ".join(names), (number,), is_found=True)


def _by_area(material: Material) -> Iterator[Row]:
    areas = Counter(case.area for case in material.raised)
    for key, name in material.places.areas.items():
        yield Row(key, name, (areas[key],))


FIGURES = (
    Figure("cases", 1, "Cases", "", (Column("Cases"),), _cases, ChartKind.BARS),
    Figure(
        "agencies",
        1,
        "Cases by agency",
        "Agency",
        (Column("Raised"), Column("Received")),
        _by_agency,
        ChartKind.BARS,
    ),
    Figure("pairs", 1, "Who disagreed with whom", "Agencies", (Column("Cases"),), _by_pair),
    Figure("areas", 1, "Cases by the child’s area", "Area", (Column("Cases"),), _by_area),
)
