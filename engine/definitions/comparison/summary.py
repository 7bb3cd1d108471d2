"""The answer first: what changes for people, in a few sentences."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from engine.definitions.comparison.difference import (
    KIND_TITLES,
    Change,
    Difference,
    Kind,
    Weight,
)
from engine.definitions.comparison.questions import aspect_words
from engine.definitions.comparison.words import quoted, some_of
from engine.english import counted, listed

_FEW = 3
_LONGEST_NAME = 100
_UNCHANGED = {
    Kind.LIMITS: "time limit",
    Kind.RECIPIENTS: "recipient",
    Kind.ROLES: "role",
    Kind.SIDES: "agency side",
}
_NAMES = frozenset({(Kind.FORMS, "label"), (Kind.TEXTS, "name")})
_TOLD_WHOLE = (Kind.LIMITS, Kind.RECIPIENTS, Kind.ROLES, Kind.SIDES, Kind.CALLS, Kind.MESSAGES)


def summarise(found: Sequence[Difference]) -> tuple[str, ...]:
    """Return the sentences: what changes, what stays, and how much is left to words and drawing."""
    if not found:
        return ("Nothing differs: both versions have the same files.",)
    matters = [one for one in found if one.weight is Weight.CONSEQUENCE]
    if not matters:
        return ("Nothing changes for people.", *_rest(found))
    sentences = [words for part in _PARTS for words in part(matters)]
    return (*sentences, *_unchanged(matters), *_reworded(found), *_rest(found))


def _whole(matters: Sequence[Difference]) -> Iterator[str]:
    """Tell limits, recipients, roles, sides and calls sentence by sentence, with their clauses."""
    for kind in _TOLD_WHOLE:
        alike: dict[tuple[str, ...], list[Difference]] = {}
        for one in matters:
            if one.kind is kind:
                alike.setdefault((one.change, one.aspect, one.old, one.new), []).append(one)
        groups = list(alike.values())
        for group in groups[:_FEW]:
            yield _told_once(group)
        if len(groups) > _FEW:
            left = sum(map(len, groups[_FEW:]))
            yield f"{left} more under {quoted(KIND_TITLES[kind])}."


def _told_once(group: Sequence[Difference]) -> str:
    """Tell one difference, and where else the same happens."""
    first, *others = group
    places = [f"the {one.place.noun} {quoted(one.place.name)}".strip() for one in others]
    same = f" The same at {some_of(places)}." if others else ""
    return with_clauses(f"{first.sentence}{same}", _clauses(group))


def _steps(matters: Sequence[Difference]) -> Iterator[str]:
    steps = [one for one in matters if one.kind is Kind.FLOW and one.aspect == "presence"]
    for change, words in ((Change.REMOVED, "Gone"), (Change.ADDED, "New")):
        some = [one for one in steps if one.change is change]
        if some:
            names = [f"the {one.place.noun} {quoted(one.place.name)}" for one in some]
            yield with_clauses(f"{words}: {some_of(names, 5)}.", _clauses(some))
    others = [one for one in matters if one.kind is Kind.FLOW and one.aspect != "presence"]
    for one in others[:_FEW]:
        yield with_clauses(one.sentence, one.clauses)
    if len(others) > _FEW:
        yield f"{len(others) - _FEW} more under “Steps and ways”."


def _questions(matters: Sequence[Difference]) -> Iterator[str]:
    forms = [one for one in matters if one.kind is Kind.FORMS]
    for change, verb in ((Change.ADDED, "new"), (Change.REMOVED, "no longer asked")):
        some = [one for one in forms if one.change is change and one.place.kind == "field"]
        if some:
            names = some_of([quoted(one.place.name) for one in some])
            is_are = "is" if len(some) == 1 else "are"
            noun = counted(len(some), "question")
            yield with_clauses(f"{noun} {is_are} {verb}: {names}.", _clauses(some))
    others = [one for one in forms if one.place.kind != "field" or one.change is Change.CHANGED]
    for one in others[:_FEW]:
        yield with_clauses(_question(one), one.clauses)
    if len(others) > _FEW:
        yield f"{len(others) - _FEW} more under “Forms and questions”."


def _question(one: Difference) -> str:
    """Return what differs of a question, without the formulas, which the table gives."""
    words = aspect_words(one.aspect)
    if not words or one.place.kind != "field":
        return one.sentence
    return f"For {quoted(one.place.name)}, {words} has changed."


def _policy(matters: Sequence[Difference]) -> Iterator[str]:
    clauses = [one for one in matters if one.kind is Kind.CLAUSES]
    for change, words in ((Change.REMOVED, "dropped"), (Change.ADDED, "new")):
        some = [one.place.id for one in clauses if one.change is change]
        if some:
            noun = "Clause" if len(some) == 1 else "Clauses"
            yield f"{noun} {some_of(some, 5)} {'is' if len(some) == 1 else 'are'} {words}."
    for one in clauses:
        if one.aspect == "strength":
            words = f"Clause {one.place.id} now says {quoted(one.new)} (before: {quoted(one.old)})"
            yield f"{words}: {one.place.name}"
    others = [one for one in clauses if one.aspect not in {"presence", "strength"}]
    yield from (one.sentence for one in others[:_FEW])


def _procedure(matters: Sequence[Difference]) -> Iterator[str]:
    yield from (one.sentence for one in matters if one.kind in {Kind.PROCEDURE, Kind.FILES})


_PARTS: tuple[Callable[[Sequence[Difference]], Iterator[str]], ...] = (
    _whole,
    _steps,
    _questions,
    _policy,
    _procedure,
)


def _unchanged(matters: Sequence[Difference]) -> Iterator[str]:
    kinds = {one.kind for one in matters}
    same = [words for kind, words in _UNCHANGED.items() if kind not in kinds]
    if same:
        yield f"No {listed(same, 'or')} changes."


def _reworded(found: Sequence[Difference]) -> Iterator[str]:
    """Name what asks or is called otherwise: no engine sees it, and it may mean something else."""
    some = [one for one in found if (one.kind, one.aspect) in _NAMES and _is_short(one)]
    if some:
        names = [f"{quoted(one.new)} (before: {quoted(one.old)})" for one in some]
        yield f"Other words for the same step or question: {some_of(names, 8, '; ')}."


def _is_short(one: Difference) -> bool:
    return all(0 < len(words) <= _LONGEST_NAME for words in (one.old, one.new))


def _rest(found: Sequence[Difference]) -> Iterator[str]:
    wording = sum(one.weight is Weight.WORDING for one in found)
    drawing = sum(one.weight is Weight.DRAWING for one in found)
    read = [one.place.id for one in found if one.aspect == "paraphrase"]
    if read:
        noun = "Clause" if len(read) == 1 else "Clauses"
        yield f"{noun} {some_of(read, 20)} {'reads' if len(read) == 1 else 'read'} differently."
    parts = [f"{counted(wording, 'difference')} in words only"] if wording else []
    parts += [f"{drawing} in the drawing or the files only"] if drawing else []
    if parts:
        yield f"Besides, there {'is' if wording == 1 else 'are'} {listed(parts)}."


def with_clauses(words: str, clauses: Iterable[str]) -> str:
    """Return a sentence with the clauses that it is about at its end."""
    named = list(clauses)
    if not named or any(clause in words for clause in named):
        return words
    noun = "clause" if len(named) == 1 else "clauses"
    return f"{words} ({noun} {some_of(named, 6)})"


def _clauses(found: Iterable[Difference]) -> list[str]:
    return list(dict.fromkeys(clause for one in found for clause in one.clauses))
