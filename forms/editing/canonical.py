"""Writes a form the way our files stand, so that a save shows nothing but what was changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from forms.document import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from forms.problem import FormProblem

JsonObject = dict[str, Any]

ORDER: tuple[str, ...] = (
    "schemaVersion",
    "type",
    "id",
    "key",
    "title",
    "executionPlatform",
    "executionPlatformVersion",
    "exporter",
    "label",
    "dateLabel",
    "text",
    "description",
    "subtype",
    "timeLabel",
    "use24h",
    "timeInterval",
    "timeSerializingFormat",
    "decimalDigits",
    "searchable",
    "showOutline",
    "values",
    "valuesKey",
    "defaultValue",
    "readonly",
    "components",
    "validate",
    "conditional",
    "properties",
)
"""Where a new member stands; members that a file has already keep their places."""

_EDITOR_OWN = ("schemaVersion", "exporter", "executionPlatform", "executionPlatformVersion")
"""What each editor writes anew on every save; the file keeps what it began with."""
_MAY_BE_EMPTY = frozenset({"components", "values"})


def canonical_form(source: bytes, before: bytes | None = None) -> bytes:
    """Return a form in our layout; `before` is the file that it comes from.

    Members keep the order that they have in `before`. `layout` is left out: Concord shows one
    question under the other. The same content gives back `before` itself; what is no form at all
    comes back as it is.
    """
    document = read_json(source)
    if document is None:
        return source
    old = read_json(before) if before is not None else None
    tidy = tidy_form(document, old)
    if before is not None and old is not None and tidy == tidy_form(old, old):
        return before
    return write_json(tidy)


def tidy_form(document: JsonObject, before: JsonObject | None = None) -> JsonObject:
    """Return the document without what only an editor needs, its members in their order."""
    known = {} if before is None else {one["id"]: one for one in _with_ids(before)}
    kept = {name: value for name, value in document.items() if name not in _EDITOR_OWN}
    source: JsonObject = document if before is None else before
    kept |= {name: source[name] for name in _EDITOR_OWN if name in source}
    return _tidy(kept, before or {}, known)


def read_json(source: bytes) -> JsonObject | None:
    """Return the JSON object of a form; None when there is none within bounds."""
    problems: list[FormProblem] = []
    document = read_document(source, problems)
    return None if problems else dict(document)


def write_json(document: Mapping[str, Any]) -> bytes:
    """Return a document laid out as our files are."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _tidy(value: JsonObject, before: JsonObject, known: Mapping[str, JsonObject]) -> JsonObject:
    members = {
        name: _tidy_inside(name, inner, before, known)
        for name, inner in value.items()
        if name != "layout"
    }
    full = {
        name: inner
        for name, inner in members.items()
        if inner not in ({}, [], None) or name in _MAY_BE_EMPTY or _stood(name, inner, before)
    }
    return {name: full[name] for name in _ordered(tuple(full), tuple(before))}


def _stood(name: str, value: Any, before: JsonObject) -> bool:
    """Tell whether a member stood in the file before with this very value."""
    return name in before and before[name] == value


def _tidy_inside(name: str, inner: Any, before: JsonObject, known: Mapping[str, JsonObject]) -> Any:
    if name == "components" and isinstance(inner, list):
        return [_tidy_component(one, known) for one in inner]
    old = before.get(name)
    if isinstance(inner, dict):
        return _tidy(inner, old if isinstance(old, dict) else {}, {})
    return inner


def _tidy_component(one: Any, known: Mapping[str, JsonObject]) -> Any:
    if not isinstance(one, dict):
        return one
    component_id = one.get("id")
    before = known.get(component_id, {}) if isinstance(component_id, str) else {}
    return _tidy(one, before, known)


def _ordered(names: Sequence[str], before: Sequence[str]) -> list[str]:
    """Keep the old order; a new member stands after the last one that comes before it."""
    order = [name for name in before if name in names]
    for name in sorted((one for one in names if one not in order), key=_rank):
        earlier = [place for place, one in enumerate(order) if _rank(one) <= _rank(name)]
        order.insert(earlier[-1] + 1 if earlier else 0, name)
    return order


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _with_ids(document: Mapping[str, Any]) -> Iterator[JsonObject]:
    """Yield every component that has an id, however deep it lies."""
    components = document.get("components")
    for one in components if isinstance(components, list) else ():
        if isinstance(one, dict):
            if isinstance(one.get("id"), str):
                yield one
            yield from _with_ids(one)
