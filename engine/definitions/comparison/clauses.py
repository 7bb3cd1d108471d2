"""Clauses of the policy: new, dropped, stricter or in other words, and what carries each."""

from collections.abc import Iterator

from engine.definitions import clauses as clause_file
from engine.definitions.clauses import Clause
from engine.definitions.comparison.difference import Change, Difference, Kind, Place
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import CONSEQUENCE, DRAWING, WORDING, Pair, Spot
from engine.definitions.comparison.words import NOTHING, called, full, quoted, some_of
from engine.definitions.guidance import GUIDANCE
from engine.english import counted, listed
from forms.fields.field import Field


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare the lists of clauses, and which clauses the elements name."""
    before, after = _clauses(pair.old), _clauses(pair.new)
    for key, clause in before.items():
        if key not in after:
            yield _one_sided(pair, clause, is_new=False)
    for key, clause in after.items():
        if key not in before:
            yield _one_sided(pair, clause, is_new=True)
        else:
            yield from _both(pair, before[key], clause)
    yield from _sources(pair, before, after)
    said = {key for key in (*before, *after) if _carriers_differ(before.get(key), after.get(key))}
    for old, new in pair.nodes.pairs:
        yield from _named(pair, old, new, said)


def _clauses(edition: Edition) -> dict[str, Clause]:
    found = edition.subject.clauses
    return dict(found.clauses) if found else {}


def _spot(pair: Pair, clause: Clause, change: Change) -> Spot:
    place = Place("clause", clause.id, clause.paraphrase, "")
    return pair.spot_elsewhere(place, change, (clause.id,))


def _one_sided(pair: Pair, clause: Clause, *, is_new: bool) -> Difference:
    spot = _spot(pair, clause, Change.ADDED if is_new else Change.REMOVED)
    carried = _carried(pair.new if is_new else pair.old, clause)
    if is_new:
        words = f"Clause {clause.id} is new: {quoted(clause.paraphrase)} It is carried by {carried}"
        return spot.note(Kind.CLAUSES, "presence", ("", clause.paraphrase), words)
    words = (
        f"Clause {clause.id} is dropped: {quoted(clause.paraphrase)} It was carried by {carried}"
    )
    return spot.note(Kind.CLAUSES, "presence", (clause.paraphrase, ""), words)


def _both(pair: Pair, old: Clause, new: Clause) -> Iterator[Difference]:
    spot = _spot(pair, new, Change.CHANGED)
    name = f"Clause {new.id}"
    if old.strength != new.strength:
        values = (quoted(old.strength), quoted(new.strength))
        words = (
            f"{name} now says {values[1]} (before: {values[0]}): {full(new.paraphrase)} "
            f"It is carried by {_carried(pair.new, new)}"
        )
        yield spot.note(Kind.CLAUSES, "strength", (old.strength, new.strength), words)
    if old.time_limit != new.time_limit:
        values = (old.time_limit or "none", new.time_limit or "none")
        words = f"{name} now has the time limit {values[1]} (before: {values[0]})"
        yield spot.note(Kind.CLAUSES, "time_limit", values, words)
    if old.paraphrase != new.paraphrase:
        words = (
            f"{name} reads differently: {quoted(new.paraphrase)} (before: {quoted(old.paraphrase)})"
        )
        yield spot.note(
            Kind.CLAUSES, "paraphrase", (old.paraphrase, new.paraphrase), words, WORDING
        )
    if _carriers_differ(old, new):
        values = (_carried(pair.old, old), _carried(pair.new, new))
        words = f"{name} is now carried by {values[1]} (before: {values[0]})"
        is_lost = not (new.elements or new.fields or new.guidance)
        yield spot.note(
            Kind.CLAUSES, "carriers", values, words, CONSEQUENCE if is_lost else WORDING
        )
    for aspect in ("kind", "not_modelled"):
        values = (getattr(old, aspect) or NOTHING, getattr(new, aspect) or NOTHING)
        if values[0] != values[1]:
            label = "its kind" if aspect == "kind" else "the reason why nothing carries it"
            words = f"Of clause {new.id}, {label} is now: {values[1]} (before: {values[0]})"
            yield spot.note(Kind.CLAUSES, aspect, values, words, WORDING)


def _carriers_differ(old: Clause | None, new: Clause | None) -> bool:
    if old is None or new is None:
        return True
    return any(
        sorted(getattr(old, name)) != sorted(getattr(new, name))
        for name in ("elements", "fields", "guidance")
    )


def _carried(edition: Edition, clause: Clause) -> str:
    """Return what carries a clause, by the names that people see."""
    items = edition.items
    carriers = [called(items[key]) if key in items else key for key in clause.elements]
    for form, field in clause.fields:
        label = next((f.label for f in _fields(edition, form) if f.key == field), f"{form}.{field}")
        carriers.append(f"the question {quoted(label)}" if field else f"the form {form}")
    carriers += [f"the {place}" if place in GUIDANCE else place for place in clause.guidance]
    return listed(carriers) or NOTHING


def _fields(edition: Edition, form: str) -> tuple[Field, ...]:
    found = edition.subject.forms.get(form)
    return found.all_fields() if found else ()


def _sources(
    pair: Pair, before: dict[str, Clause], after: dict[str, Clause]
) -> Iterator[Difference]:
    """Say once that places in the text are counted anew: a new edition moves all of them."""
    moved = [key for key in after if key in before and after[key].source != before[key].source]
    if moved:
        values = (before[moved[0]].source, after[moved[0]].source)
        words = (
            f"{counted(len(moved), 'clause stands', 'clauses stand')} in another place of the "
            f"policy’s text: {some_of(moved, 5)}"
        )
        place = Place("file", clause_file.FILE_NAME, "the list of clauses")
        spot = pair.spot_elsewhere(place, Change.CHANGED, moved if len(moved) == 1 else ())
        yield spot.note(Kind.CLAUSES, "source", values, words, DRAWING)


def _named(pair: Pair, old: Item, new: Item, said: set[str]) -> Iterator[Difference]:
    """Compare which clauses an element names, where the list of clauses does not say it."""
    more = [key for key in new.clauses if key not in old.clauses and key not in said]
    fewer = [key for key in old.clauses if key not in new.clauses and key not in said]
    if more or fewer:
        parts = [f"now names {listed(more)}"] if more else []
        parts += [f"no longer names {listed(fewer)}"] if fewer else []
        values = (" ".join(old.clauses), " ".join(new.clauses))
        words = f"{called(new)} {' and '.join(parts)}"
        yield pair.spot(old, new).note(Kind.CLAUSES, "named", values, words, WORDING)
    elif old.clauses != new.clauses and set(old.clauses) == set(new.clauses):
        values = (" ".join(old.clauses), " ".join(new.clauses))
        words = f"{called(new)} names the same clauses in another order"
        yield pair.spot(old, new).note(Kind.CLAUSES, "named", values, words, DRAWING)
