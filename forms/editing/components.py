"""The components of a form's JSON: listed, found, added, moved and taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.editing.canonical import JsonObject
from forms.editing.members import CHOICES, DATES, QUESTIONS
from forms.editing.typed import name_from

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

UP, DOWN = "up", "down"
_MAX_DEPTH = 20
_SOME_OPTIONS = ({"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"})


@dataclass(frozen=True)
class Placed:
    """A component with the list in which it stands."""

    component: JsonObject
    siblings: list[JsonObject]
    depth: int

    @property
    def id(self) -> str:
        """The id of the component, empty when it has none."""
        return str(self.component.get("id") or "")

    @property
    def type(self) -> str:
        """The type of the component."""
        return str(self.component.get("type") or "")


def list_components(document: JsonObject) -> Iterator[Placed]:
    """Yield every component in reading order, a group before what stands in it."""
    yield from _inside(document, 0)


def find_component(document: JsonObject, component_id: str) -> Placed:
    """Return the component with an id.

    Raises:
        KeyError: there is none.
    """
    for placed in list_components(document):
        if placed.id == component_id:
            return placed
    raise KeyError(component_id)


def add_component(document: JsonObject, kind: str, words: str, after: str = "") -> str:
    """Add a component of a type after another one, or at the end; return its id.

    After a group means: as the last in it.
    """
    placed = {one.id: one for one in list_components(document)}
    keys = {str(one.component.get("key")) for one in placed.values()}
    component = _new_component(kind, words, placed.keys(), keys)
    if after not in placed:
        document.setdefault("components", []).append(component)
    elif placed[after].type == "group" and kind != "group":
        placed[after].component.setdefault("components", []).append(component)
    else:
        one = placed[after]
        one.siblings.insert(_place(one) + 1, component)
    return str(component["id"])


def remove_component(document: JsonObject, component_id: str) -> None:
    """Take a component away, a group with all that stands in it.

    Raises:
        KeyError: there is none.
    """
    placed = find_component(document, component_id)
    del placed.siblings[_place(placed)]


def move_component(document: JsonObject, component_id: str, where: str) -> bool:
    """Move a component one place `up` or `down` among its siblings; say whether it could.

    Raises:
        KeyError: there is none.
    """
    placed = find_component(document, component_id)
    here = _place(placed)
    there = here + (1 if where == DOWN else -1)
    if not 0 <= there < len(placed.siblings):
        return False
    placed.siblings[here], placed.siblings[there] = placed.siblings[there], placed.siblings[here]
    return True


def new_form(key: str, title: str) -> JsonObject:
    """Return a form without questions."""
    return {"schemaVersion": 18, "type": "default", "id": key, "title": title, "components": []}


def _inside(parent: JsonObject, depth: int) -> Iterator[Placed]:
    components = parent.get("components")
    if not isinstance(components, list) or depth > _MAX_DEPTH:
        return
    for one in components:
        if isinstance(one, dict):
            yield Placed(one, components, depth)
            yield from _inside(one, depth + 1)


def _place(placed: Placed) -> int:
    return next(i for i, one in enumerate(placed.siblings) if one is placed.component)


def _new_component(
    kind: str, words: str, ids: Collection[str], keys: Collection[str]
) -> JsonObject:
    key = _unused(name_from(words), keys)
    prefix = {"group": "Group", "text": "Text"}.get(kind, "Field")
    component: JsonObject = {"type": kind, "id": _unused(f"{prefix}_{key}", ids)}
    if kind == "text":
        return {**component, "text": words}
    if kind in QUESTIONS:
        component["key"] = key
    component["dateLabel" if kind in DATES else "label"] = words
    if kind in DATES:
        component["subtype"] = "date"
    if kind in CHOICES:
        component["values"] = [dict(option) for option in _SOME_OPTIONS]
    return {**component, "components": []} if kind == "group" else component


def _unused(name: str, taken: Collection[str]) -> str:
    if not name[:1].isalpha():
        name = f"q_{name}"
    number, found = 2, name
    while found in taken:
        number, found = number + 1, f"{name[:55]}_{number}"
    return found
