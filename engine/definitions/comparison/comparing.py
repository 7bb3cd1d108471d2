"""Compares two bundles: every kind in turn, then what that means in a few sentences."""

from collections.abc import Callable, Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.comparison import (
    calls,
    clauses,
    forms,
    limits,
    messages,
    moves,
    other_files,
    procedure_table,
    recipients,
    roles,
    scenarios,
    settings,
    sides,
    steps,
    texts,
    ways,
)
from engine.definitions.comparison.difference import Comparison, Difference, Kind, Weight
from engine.definitions.comparison.pair import Pair
from engine.definitions.comparison.summary import summarise

COMPARERS: tuple[Callable[[Pair], Iterator[Difference]], ...] = (
    limits.compare,
    recipients.compare,
    roles.compare,
    sides.compare,
    steps.compare,
    ways.compare,
    settings.compare,
    forms.compare,
    calls.compare,
    messages.compare,
    clauses.compare,
    procedure_table.compare,
    texts.compare,
    scenarios.compare,
    moves.compare,
)
_KINDS = list(Kind)
_WEIGHTS = list(Weight)


def compare_bundles(old: Bundle, new: Bundle) -> Comparison:
    """Compare two versions of a procedure; whatever can be read is compared.

    Nothing is raised for what is in the files: `unread` says what could not be read.
    """
    pair = Pair(old, new)
    if old.content_hash == new.content_hash:
        return Comparison((), summarise(()), other_files.unread(pair))
    found = [difference for compare in COMPARERS for difference in compare(pair)]
    found += other_files.compare(pair, found)
    found.sort(key=lambda one: (_KINDS.index(one.kind), _WEIGHTS.index(one.weight)))
    return Comparison(tuple(found), summarise(found), other_files.unread(pair))
