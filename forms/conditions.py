"""Which questions are asked: conditions, and the order in which they must be judged."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from forms.fields.field import Field
    from forms.scope import Scope


def visible_fields(
    judged: Iterable[tuple[Field, str | None]],
    answers: Mapping[str, Any],
    scope: Scope,
) -> tuple[frozenset[str], dict[str, Any]]:
    """Return the ids of the fields that are asked, and the answers without those of hidden ones.

    `judged` is what `in_order` returns. A hidden question has no answer, so what depends on it is
    judged as unanswered.
    """
    shown: set[str] = set()
    kept: dict[str, Any] = {}
    for field, parent in judged:
        hidden = (parent is not None and parent not in shown) or (
            field.hide is not None and scope.with_answers(kept).holds(field.hide)
        )
        if hidden:
            continue
        shown.add(field.id)
        if field.takes_answer and field.key in answers:
            kept[field.key] = answers[field.key]
    return frozenset(shown), kept


def always_asked(fields: Sequence[Field]) -> Iterator[Field]:
    """Yield the fields that no condition hides."""
    for field in fields:
        if field.hide is None:
            yield field
            yield from always_asked(field.children)


def in_order(fields: Sequence[Field]) -> tuple[tuple[Field, str | None], ...]:
    """Return all fields, each after those that its condition reads, with the id of its group."""
    everything = {field.id: field for top in fields for field in top.flat()}
    parents = dict(_parents(fields))
    order = TopologicalSorter(_dependencies(fields)).static_order()
    return tuple((everything[field_id], parents[field_id]) for field_id in order)


def find_circles(fields: Sequence[Field]) -> Iterator[Field]:
    """Yield a field of a circle of conditions, if there is one."""
    everything = {field.id: field for top in fields for field in top.flat()}
    try:
        TopologicalSorter(_dependencies(fields)).prepare()
    except CycleError as problem:
        yield everything[problem.args[1][0]]


def _parents(
    fields: Iterable[Field], parent: str | None = None
) -> Iterator[tuple[str, str | None]]:
    for field in fields:
        yield field.id, parent
        yield from _parents(field.children, field.id)


def _dependencies(fields: Sequence[Field]) -> Mapping[str, Sequence[str]]:
    """Return, for each id, the ids to judge first: its group, and what its condition reads."""
    everything = [field for top in fields for field in top.flat()]
    ids = {field.key: field.id for field in everything if field.key}
    parents = dict(_parents(fields))
    return {
        field.id: [
            *filter(None, (parents[field.id],)),
            *(ids[name] for name in (field.hide.names if field.hide else ()) if name in ids),
        ]
        for field in everything
    }
