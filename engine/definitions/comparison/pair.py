"""Two versions side by side, with what is the same in both: what every kind of comparing reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from engine.definitions.bundle import Bundle
from engine.definitions.comparison.difference import Change, Difference, Kind, Place, Weight
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.matching import (
    Matched,
    match_flows,
    match_lanes,
    match_nodes,
    match_others,
)
from engine.definitions.comparison.words import full, noun_of

CONSEQUENCE, WORDING, DRAWING = Weight.CONSEQUENCE, Weight.WORDING, Weight.DRAWING


@dataclass(frozen=True)
class Spot:
    """What a difference is about, in both versions; it writes the differences."""

    place: Place
    change: Change
    clauses: tuple[str, ...] = ()
    touched_old: tuple[str, ...] = ()
    touched_new: tuple[str, ...] = ()

    def note(
        self,
        kind: Kind,
        aspect: str,
        values: tuple[str, str],
        sentence: str,
        weight: Weight = CONSEQUENCE,
    ) -> Difference:
        """Write one difference; `values` are the old and the new one."""
        old, new = values
        return Difference(
            kind=kind,
            change=self.change,
            weight=weight,
            place=self.place,
            aspect=aspect,
            old=old,
            new=new,
            sentence=full(sentence),
            clauses=self.clauses,
            touched_old=self.touched_old,
            touched_new=self.touched_new,
        )


class Pair:
    """The old and the new version."""

    def __init__(self, old: Bundle, new: Bundle) -> None:
        self.old = Edition(old)
        self.new = Edition(new)

    @cached_property
    def nodes(self) -> Matched:
        """The flow nodes."""
        return match_nodes(self.old, self.new)

    @cached_property
    def lanes(self) -> Matched:
        """The lanes."""
        return match_lanes(self.old, self.new)

    @cached_property
    def flows(self) -> Matched:
        """The sequence flows."""
        return match_flows(self.old, self.new, self.nodes.new_keys)

    @cached_property
    def processes(self) -> Matched:
        """The processes."""
        return match_others(self.old, self.new, ("process",))

    @cached_property
    def rest(self) -> Matched:
        """Everything else with an id: frames, notes, messages, data objects and so on."""
        seen = {"process", "lane", "sequenceFlow"}
        items = (*self.old.items.values(), *self.new.items.values())
        kinds = {item.kind for item in items if not item.is_node} - seen
        return match_others(self.old, self.new, kinds)

    def spot(self, old: Item | None, new: Item | None) -> Spot:
        """Return the spot of a thing: added where `old` is None, removed where `new` is."""
        item = new or old
        assert item is not None  # noqa: S101 - a thing of neither version cannot differ
        kind = {"sequenceFlow": "flow", "lane": "lane", "process": "process"}.get(
            item.kind, "element"
        )
        change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
        found = (*self._clauses(self.old, old), *self._clauses(self.new, new))
        return Spot(
            place=Place(kind, item.key, item.title, item.file, noun_of(item)),
            change=change,
            clauses=tuple(dict.fromkeys(found)),
            touched_old=() if old is None else (old.key,),
            touched_new=() if new is None else (new.key,),
        )

    def spot_elsewhere(
        self, place: Place, change: Change, clauses: Iterable[str] = (), forms: Iterable[str] = ()
    ) -> Spot:
        """Return a place outside the diagrams; the steps that show these forms are touched."""
        wanted = tuple(forms)
        return Spot(
            place,
            change,
            tuple(dict.fromkeys(clauses)),
            tuple(t.key for key in wanted for t in self.old.tasks_of_form.get(key, ())),
            tuple(t.key for key in wanted for t in self.new.tasks_of_form.get(key, ())),
        )

    def _clauses(self, edition: Edition, item: Item | None) -> tuple[str, ...]:
        return () if item is None else edition.clauses_of(item)


def change_of(*, is_old: bool, is_new: bool) -> Change:
    """Return what became of something that may stand in one version only."""
    if is_old and is_new:
        return Change.CHANGED
    return Change.REMOVED if is_old else Change.ADDED
