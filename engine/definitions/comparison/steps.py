"""Steps, questions, notices and events: new, gone, of another kind, or under another id."""

from collections.abc import Iterator

from engine.definitions.comparison.difference import Difference, Kind
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import CONSEQUENCE, DRAWING, Pair, Spot
from engine.definitions.comparison.words import (
    NOTHING,
    called,
    noun_of,
    quoted,
    recipients_words,
    roles_words,
)
from engine.definitions.wording.people import side_in_words
from engine.english import counted, listed, sentence

_ONE_WAY = frozenset({"exclusiveGateway", "inclusiveGateway"})


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare which elements there are; clocks have a comparison of their own."""
    gone = {process.key for process in pair.processes.removed}
    new = {process.key for process in pair.processes.added}
    yield from _processes(pair)
    for item in pair.nodes.removed:
        if not item.is_timer and item.process not in gone:
            yield _one_sided(pair, item, is_new=False)
    for item in pair.nodes.added:
        if not item.is_timer and item.process not in new:
            yield _one_sided(pair, item, is_new=True)
    for old, item in pair.nodes.pairs:
        yield from _both(pair, old, item)


def _processes(pair: Pair) -> Iterator[Difference]:
    for process in pair.processes.removed:
        steps = _steps_in(pair.old, process)
        yield pair.spot(process, None).note(
            Kind.FLOW,
            "presence",
            (steps, ""),
            f"The procedure {quoted(process.title)} ({process.key}) is gone, with {steps}; running "
            "cases that are in it cannot go on in the new version",
        )
    for process in pair.processes.added:
        steps = _steps_in(pair.new, process)
        yield pair.spot(None, process).note(
            Kind.FLOW,
            "presence",
            ("", steps),
            f"New procedure {quoted(process.title)} ({process.key}), with {steps}",
        )


def _steps_in(edition: Edition, process: Item) -> str:
    return counted(sum(n.process == process.key for n in edition.nodes.values()), "element")


def _one_sided(pair: Pair, item: Item, *, is_new: bool) -> Difference:
    edition = pair.new if is_new else pair.old
    details = _details(edition, item)
    weight = DRAWING if _decides_nothing(edition, item) else CONSEQUENCE
    spot = _with_flows(pair.spot(*((None, item) if is_new else (item, None))), edition, item)
    values = ("", details) if is_new else (details, "")
    return spot.note(Kind.FLOW, "presence", values, _sentence(item, details, is_new=is_new), weight)


def _sentence(item: Item, details: str, *, is_new: bool) -> str:
    noun = noun_of(item)
    if noun == "meeting point of ways":
        words = "new" if is_new else "gone"
        return f"A meeting point of ways without a name ({item.key}) is {words}; it decides nothing"
    tail = f" ({details})" if details else ""
    if is_new:
        return f"New {noun}: {quoted(item.title)}{tail}"
    return f"{called(item)} is gone{tail}"


def _details(edition: Edition, item: Item) -> str:
    """Return what a step was or is: who does it, who is told, which answers there are."""
    if item.kind == "userTask":
        return ", ".join(filter(None, (_who(edition, item), _form(edition, item))))
    if item.kind == "callActivity":
        return f"runs {quoted(item.facts.get('calledElement', '') or NOTHING)}"
    if item.is_notice:
        return f"to {recipients_words(item.property_value('recipients'))}"
    answers = [flow.name for flow in edition.outgoing.get(item.key, ()) if flow.name]
    return f"answers {listed(list(map(quoted, answers)))}" if answers else ""


def _who(edition: Edition, item: Item) -> str:
    lane = edition.lane_of(item)
    procedure = edition.subject.procedure
    roles = procedure.lane_roles.get(lane.key, "") if lane and procedure else ""
    side = side_in_words(item.property_value("agencySide"))
    return f"for {roles_words(roles, edition)}, {side}" if roles else f"for {side}"


def _form(edition: Edition, item: Item) -> str:
    key = item.facts.get("formKey", "")
    form = edition.subject.forms.get(key)
    return f"with the form {quoted(form.title)} ({key})" if form else ""


def _decides_nothing(edition: Edition, item: Item) -> bool:
    """Tell whether ways only meet here: nobody does, hears or decides anything."""
    return item.kind in _ONE_WAY and len(edition.outgoing.get(item.key, ())) < 2  # noqa: PLR2004


def _with_flows(spot: Spot, edition: Edition, item: Item) -> Spot:
    """Touch the flows of a step as well: they come and go with it."""
    flows = (*edition.incoming.get(item.key, ()), *edition.outgoing.get(item.key, ()))
    keys = tuple(flow.key for flow in flows)
    if spot.touched_old:
        return Spot(spot.place, spot.change, spot.clauses, (*spot.touched_old, *keys), ())
    return Spot(spot.place, spot.change, spot.clauses, (), (*spot.touched_new, *keys))


def _both(pair: Pair, old: Item, new: Item) -> Iterator[Difference]:
    spot = pair.spot(old, new)
    if old.key != new.key:
        yield spot.note(
            Kind.FLOW,
            "id",
            (old.key, new.key),
            f"{called(new)} is probably the same {noun_of(new)} under a new id ({new.key}, before "
            f"{old.key}). Cases, scenarios and reports find things by their id, so running cases "
            "that stand there cannot be moved",
        )
    if old.kind != new.kind:
        yield spot.note(
            Kind.FLOW,
            "type",
            (old.kind, new.kind),
            f"{called(old)} is now {_a(new)} ({new.kind}, before {old.kind})",
        )
    parent = pair.nodes.new_keys.get(old.parent, old.parent)
    if parent != new.parent and old.process == new.process:
        yield spot.note(
            Kind.FLOW,
            "frame",
            (_frame(pair.old, old), _frame(pair.new, new)),
            f"{called(new)} now stands {_frame(pair.new, new)} (before: {_frame(pair.old, old)})",
        )
    elif old.process != new.process:
        yield spot.note(
            Kind.FLOW,
            "process",
            (old.process, new.process),
            f"{called(new)} now belongs to {new.process} (before: {old.process})",
        )


def _a(item: Item) -> str:
    noun = noun_of(item)
    return f"an {noun}" if sentence(noun)[0] in "AEIOU" else f"a {noun}"


def _frame(edition: Edition, item: Item) -> str:
    parent = edition.nodes.get(item.parent)
    return "outside any part" if parent is None else f"inside {called(parent)}"
