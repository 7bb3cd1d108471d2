"""What `procedure.toml` says of the procedure as a whole: title, stages, closing."""

from collections.abc import Iterator

from engine.definitions import procedure as procedure_file
from engine.definitions.comparison.difference import Change, Difference, Kind, Place
from engine.definitions.comparison.pair import CONSEQUENCE, DRAWING, WORDING, Pair, Spot
from engine.definitions.comparison.words import quoted
from engine.definitions.procedure import Procedure

_PLAIN = (
    ("key", "key", CONSEQUENCE),
    ("title", "title", WORDING),
    ("partnership", "partnership", CONSEQUENCE),
    ("reference_prefix", "beginning of case references", CONSEQUENCE),
    ("edition", "edition", WORDING),
    ("main", "main diagram", CONSEQUENCE),
    ("clause_policy", "name of the policy", WORDING),
)
_NEVER = "never"


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare two `procedure.toml`; lanes and their roles belong to who does what."""
    old, new = pair.old.subject.procedure, pair.new.subject.procedure
    if old is None or new is None:
        return
    spot = pair.spot_elsewhere(Place("file", procedure_file.FILE_NAME, new.title), Change.CHANGED)
    for name, words, weight in _PLAIN:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            told = f"The {words} is now {quoted(after)} (before: {quoted(before)})"
            yield spot.note(Kind.PROCEDURE, name, (before, after), told, weight)
    yield from _stages(pair, old, new)
    before, after = (
        f"from stage {one.closing_told_from} on" if one.closing_told_from else _NEVER
        for one in (old, new)
    )
    if before != after:
        yield spot.note(
            Kind.PROCEDURE,
            "closing",
            (before, after),
            "When a case is closed outside the procedure, the Business Manager now hears of it: "
            f"{after} (before: {before})",
        )
    yield from _finishing(spot, old, new)


def _finishing(spot: Spot, old: Procedure, new: Procedure) -> Iterator[Difference]:
    before, after = (
        f"from stage {one.finish_from} on: {quoted(one.finish_why)}" if one.finish_from else _NEVER
        for one in (old, new)
    )
    if before != after:
        yield spot.note(
            Kind.PROCEDURE,
            "migration",
            (before, after),
            f"Running cases should now finish on the version with which they began {after} "
            f"(before: {before})",
        )


def _stages(pair: Pair, old: Procedure, new: Procedure) -> Iterator[Difference]:
    before = {stage.id: stage.title for stage in old.stages}
    after = {stage.id: stage.title for stage in new.stages}
    for key in dict.fromkeys((*before, *after)):
        titles = (before.get(key, ""), after.get(key, ""))
        change = Change.CHANGED if all(titles) else Change.REMOVED if titles[0] else Change.ADDED
        spot = pair.spot_elsewhere(Place("stage", key, titles[1] or titles[0]), change)
        if change is Change.REMOVED:
            words = f"The stage {quoted(titles[0])} ({key}) is gone"
            yield spot.note(Kind.PROCEDURE, "stage", titles, words)
        elif change is Change.ADDED:
            words = f"New stage {quoted(titles[1])} ({key})"
            yield spot.note(Kind.PROCEDURE, "stage", titles, words)
        elif titles[0] != titles[1]:
            words = f"The stage {quoted(titles[0])} ({key}) is now called {quoted(titles[1])}"
            yield spot.note(Kind.PROCEDURE, "stage", titles, words, WORDING)
    orders = ([key for key in before if key in after], [key for key in after if key in before])
    if orders[0] != orders[1]:
        spot = pair.spot_elsewhere(
            Place("file", procedure_file.FILE_NAME, new.title), Change.CHANGED
        )
        values = (", ".join(before.values()), ", ".join(after.values()))
        words = f"The stages stand in another order: {values[1]}"
        yield spot.note(Kind.PROCEDURE, "stages", values, words, DRAWING)
