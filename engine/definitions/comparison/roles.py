"""Who does a step: its lane, the roles of the lanes, and a person that it names."""

from collections.abc import Iterator

from engine.definitions.comparison.difference import Change, Difference, Kind, Place
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import CONSEQUENCE, DRAWING, WORDING, Pair, change_of
from engine.definitions.comparison.words import called, quoted, roles_words, some_of, value_words

_NOBODY = "nobody in particular"


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare lanes and roles."""
    yield from _lanes(pair)
    yield from _lane_roles(pair)
    for old, new in pair.nodes.pairs:
        yield from _lane_of_step(pair, old, new)
        before, after = old.property_value("assignee"), new.property_value("assignee")
        if before != after:
            words = [
                value_words(text, edition) if text else _NOBODY
                for text, edition in ((before, pair.old), (after, pair.new))
            ]
            yield pair.spot(old, new).note(
                Kind.ROLES,
                "assignee",
                (words[0], words[1]),
                f"{called(new)} is now for {words[1]} (before: {words[0]})",
            )


def _lanes(pair: Pair) -> Iterator[Difference]:
    for lane in pair.lanes.removed:
        yield pair.spot(lane, None).note(
            Kind.ROLES, "lane", (lane.title, ""), f"The lane {quoted(lane.title)} is gone", WORDING
        )
    for lane in pair.lanes.added:
        yield pair.spot(None, lane).note(
            Kind.ROLES, "lane", ("", lane.title), f"New lane {quoted(lane.title)}", WORDING
        )
    for old, new in pair.lanes.renumbered:
        yield pair.spot(old, new).note(
            Kind.ROLES,
            "id",
            (old.key, new.key),
            f"The lane {quoted(new.title)} has a new id ({new.key}, before {old.key})",
            DRAWING,
        )


def _lane_roles(pair: Pair) -> Iterator[Difference]:
    before, after = _roles(pair.old), _roles(pair.new)
    new_keys = pair.lanes.new_keys
    old_by_new = {new_keys.get(key, key): roles for key, roles in before.items()}
    for key in dict.fromkeys((*old_by_new, *after)):
        old, new = old_by_new.get(key, ""), after.get(key, "")
        if " ".join(old.split()) == " ".join(new.split()):
            continue
        lane = pair.new.lanes.get(key) or pair.old.lanes.get(key)
        tasks = [
            node
            for node in pair.new.nodes.values()
            if node.kind == "userTask" and (at := pair.new.lane_of(node)) and at.key == key
        ]
        words = (roles_words(old, pair.old), roles_words(new, pair.new))
        spot = pair.spot_elsewhere(
            Place("lane", key, lane.title if lane else key, lane.file if lane else ""),
            change_of(is_old=True, is_new=True) if lane else _change(old, new),
            [clause for task in tasks for clause in pair.new.clauses_of(task)],
        )
        concerned = some_of([quoted(task.title) for task in tasks])
        yield spot.note(
            Kind.ROLES,
            "roles",
            words,
            f"Steps in the lane {quoted(lane.title if lane else key)} are now for {words[1]} "
            f"(before: {words[0]}){f'. It concerns {concerned}' if concerned else ''}",
            CONSEQUENCE if tasks else WORDING,
        )


def _change(old: str, new: str) -> Change:
    return change_of(is_old=bool(old), is_new=bool(new))


def _roles(edition: Edition) -> dict[str, str]:
    procedure = edition.subject.procedure
    return dict(procedure.lane_roles) if procedure else {}


def _lane_of_step(pair: Pair, old: Item, new: Item) -> Iterator[Difference]:
    before, after = pair.old.lane_of(old), pair.new.lane_of(new)
    old_key = pair.lanes.new_keys.get(before.key, before.key) if before else ""
    if old_key == (after.key if after else ""):
        return
    is_asked = new.kind == "userTask" or old.kind == "userTask"
    values = (_with_roles(pair.old, before), _with_roles(pair.new, after))
    verb = "is now for" if is_asked else "now stands in the lane of"
    yield pair.spot(old, new).note(
        Kind.ROLES,
        "lane",
        values,
        f"{called(new)} {verb} {values[1]} (before: {values[0]})",
        CONSEQUENCE if is_asked else DRAWING,
    )


def _with_roles(edition: Edition, lane: Item | None) -> str:
    if lane is None:
        return "nobody: it stands in no lane"
    roles = _roles(edition).get(lane.key, "")
    words = f" ({roles_words(roles, edition)})" if roles else ""
    return f"{quoted(lane.title)}{words}"
