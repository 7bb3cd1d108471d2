"""Which things of two versions are the same: by id, and plainly the same ones under a new id."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item

_ROUNDS = 10
"""A step under a new id may make its neighbour known; after some rounds nothing is won."""


@dataclass(frozen=True)
class Matched:
    """Things that are in both versions, in one only, or plainly the same under a new id."""

    pairs: tuple[tuple[Item, Item], ...]
    removed: tuple[Item, ...]
    added: tuple[Item, ...]
    new_keys: Mapping[str, str]
    """By the key in the old version, that in the new one."""

    @property
    def renumbered(self) -> tuple[tuple[Item, Item], ...]:
        """Return the pairs whose ids differ."""
        return tuple(pair for pair in self.pairs if pair[0].key != pair[1].key)


def match_nodes(old: Edition, new: Edition) -> Matched:
    """Match flow nodes: by id, else by type, name and a neighbour, if only one fits."""
    keys = {key: key for key in old.nodes if key in new.nodes}
    for _ in range(_ROUNDS):
        found = _same_under_new_id(old, new, keys)
        if not found:
            break
        keys |= found
    return matched(old.nodes, new.nodes, keys)


def match_lanes(old: Edition, new: Edition) -> Matched:
    """Match lanes: by id, else by name: a lane that was drawn anew has another id."""
    keys = {key: key for key in old.lanes if key in new.lanes}
    names = {
        lane.name: key for key, lane in new.lanes.items() if lane.name and key not in old.lanes
    }
    for key, lane in old.lanes.items():
        if key not in keys and lane.name in names:
            keys[key] = names.pop(lane.name)
    return matched(old.lanes, new.lanes, keys)


def match_flows(old: Edition, new: Edition, nodes: Mapping[str, str]) -> Matched:
    """Match sequence flows: by id and an end, else by both ends, else as one answer that moved."""
    keys = {
        key: key for key in old.flows if key in new.flows and _shares_an_end(old, new, nodes, key)
    }
    for trait in (_ends, _answer):
        free: dict[tuple[str, ...], list[str]] = defaultdict(list)
        taken = set(keys.values())
        for key, flow in new.flows.items():
            if key not in taken:
                free[trait(flow, None)].append(key)
        for key, flow in old.flows.items():
            fitting = free.get(trait(flow, nodes))
            if key not in keys and fitting:
                keys[key] = fitting.pop(0)
    return matched(old.flows, new.flows, keys)


def match_others(old: Edition, new: Edition, kinds: Iterable[str]) -> Matched:
    """Match things of these kinds by id alone."""
    wanted = frozenset(kinds)
    before = {key: item for key, item in old.items.items() if item.kind in wanted}
    after = {key: item for key, item in new.items.items() if item.kind in wanted}
    return matched(before, after, {key: key for key in before if key in after})


def matched(old: Mapping[str, Item], new: Mapping[str, Item], keys: Mapping[str, str]) -> Matched:
    """Return what these keys join, and what is left on either side."""
    taken = set(keys.values())
    return Matched(
        pairs=tuple((item, new[keys[key]]) for key, item in old.items() if key in keys),
        removed=tuple(item for key, item in old.items() if key not in keys),
        added=tuple(item for key, item in new.items() if key not in taken),
        new_keys=keys,
    )


def _same_under_new_id(old: Edition, new: Edition, keys: Mapping[str, str]) -> dict[str, str]:
    taken = set(keys.values())
    free: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in new.nodes.values():
        if item.key not in taken:
            free[_look(item)].append(item)
    found: dict[str, str] = {}
    for item in old.nodes.values():
        if item.key in keys:
            continue
        around = {keys[key] for key in _around(old, item) if key in keys}
        fitting = [
            other
            for other in free.get(_look(item), ())
            if other.key not in found.values() and _are_near(item, around, _around(new, other))
        ]
        if len(fitting) == 1:
            found[item.key] = fitting[0].key
    return found


def _look(item: Item) -> tuple[str, str]:
    return item.kind, item.name.casefold()


def _around(edition: Edition, item: Item) -> set[str]:
    """Return the keys of the neighbours; for a clock on a step that is the step, too."""
    near = {flow.facts.get("sourceRef", "") for flow in edition.incoming.get(item.key, ())}
    near |= {flow.facts.get("targetRef", "") for flow in edition.outgoing.get(item.key, ())}
    return (near | {item.host}) - {""}


def _are_near(item: Item, around: set[str], others: set[str]) -> bool:
    # A name tells much, so one neighbour is enough; what has no name needs all of them.
    if item.name:
        return bool(around & others)
    return bool(others) and around == others


def _shares_an_end(old: Edition, new: Edition, nodes: Mapping[str, str], key: str) -> bool:
    before, after = _ends(old.flows[key], nodes), _ends(new.flows[key], None)
    return before[0] == after[0] or before[1] == after[1]


def _ends(flow: Item, nodes: Mapping[str, str] | None) -> tuple[str, ...]:
    ends = (flow.facts.get("sourceRef", ""), flow.facts.get("targetRef", ""))
    return ends if nodes is None else tuple(nodes.get(end, f"gone {end}") for end in ends)


def _answer(flow: Item, nodes: Mapping[str, str] | None) -> tuple[str, ...]:
    """Return the source with the answer: a way that leads elsewhere keeps both."""
    return _ends(flow, nodes)[0], flow.name.casefold()
