"""Which elements of the two drawings are marked, and how."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from engine.definitions.comparison.difference import Change, Difference, Weight
from engine.definitions.drawing.changes import ChangeMark

_WHOLE = frozenset({"element", "flow", "lane"})
"""Places that come and go as a whole; all others change what they belong to."""
_STRENGTH: tuple[ChangeMark, ...] = ("moved", "changed", "removed", "added")


class Marks(NamedTuple):
    """Marks by id of elements and flows, for the old and the new drawing."""

    old: Mapping[str, ChangeMark]
    new: Mapping[str, ChangeMark]


def marks_of(differences: Iterable[Difference], weights: Collection[Weight]) -> Marks:
    """Return the marks for the differences of these weights; of several the strongest."""
    old: dict[str, ChangeMark] = {}
    new: dict[str, ChangeMark] = {}
    for one in differences:
        if one.weight in weights:
            mark = _mark(one)
            for marks, keys in ((old, one.touched_old), (new, one.touched_new)):
                for key in keys:
                    marks[key] = max(marks.get(key, mark), mark, key=_STRENGTH.index)
    return Marks(old, new)


def _mark(one: Difference) -> ChangeMark:
    if one.change is Change.MOVED:
        return "moved"
    if one.place.kind in _WHOLE and one.change is Change.ADDED:
        return "added"
    if one.place.kind in _WHOLE and one.change is Change.REMOVED:
        return "removed"
    return "changed"
