"""Reads a form definition (form-js JSON) and refuses whatever we could not show or check."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from dataclasses import field as member
from functools import cached_property
from typing import TYPE_CHECKING, Any

from forms.conditions import find_circles, in_order
from forms.document import read_document
from forms.fields import COMPONENT_TYPES
from forms.fields.component import Component
from forms.fields.field import Field
from forms.problem import FormProblem, FormRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_FIELDS = 300
MAX_GROUPS = 5
"""How deep groups may lie in one another."""

_HEADING = re.compile(r"\A#\s+(?P<title>[^\n]+)\n*")
_EDITOR_MEMBERS = ("schemaVersion", "exporter", "executionPlatform", "executionPlatformVersion")


@dataclass(frozen=True)
class FormDefinition:
    """A form that can be shown and checked; equal when key and content are."""

    key: str
    title: str = member(compare=False)
    fields: tuple[Field, ...] = member(compare=False)
    content_hash: str

    def all_fields(self) -> tuple[Field, ...]:
        """Return every field in reading order, also those inside groups."""
        return self._all_fields

    @cached_property
    def _all_fields(self) -> tuple[Field, ...]:
        return tuple(inner for field in self.fields for inner in field.flat())

    @cached_property
    def questions(self) -> Mapping[str, Field]:
        """The fields that take an answer, by key, in reading order."""
        return {field.key: field for field in self.all_fields() if field.takes_answer}

    @cached_property
    def judged(self) -> tuple[tuple[Field, str | None], ...]:
        """All fields in the order in which conditions are judged, each with its group's id."""
        return in_order(self.fields)

    def field(self, key: str) -> Field:
        """Return the question with this key.

        Raises:
            KeyError: there is none.
        """
        return self.questions[key]


def read_form(key: str, source: bytes) -> FormDefinition:
    """Return the form of a form-js document; the key is the stem of its file name.

    Raises:
        FormRefused: with everything that is wrong, each with a remedy.
    """
    problems: list[FormProblem] = []
    document = read_document(source, problems)
    title, fields = _read_whole(document, problems) if not problems else ("", ())
    if not problems:
        problems += _problems_between(fields)
    if problems:
        raise FormRefused(problems)
    return FormDefinition(key, title or key, fields, hashlib.sha256(source).hexdigest())


def _read_whole(
    document: Mapping[str, Any],
    problems: list[FormProblem],
) -> tuple[str, tuple[Field, ...]]:
    whole = Component(document, "", problems)
    whole.ignore("id", *_EDITOR_MEMBERS)
    whole.one_of("type", ("default",))
    title = whole.text("title")
    fields = _read_components(whole.take("components"), problems, depth=0)
    whole.finish()
    return (title, fields) if title else _title_from_text(fields)


def _read_components(
    components: Any,
    problems: list[FormProblem],
    depth: int,
) -> tuple[Field, ...]:
    if not isinstance(components, list) or depth > MAX_GROUPS:
        problems.append(
            FormProblem("", "There is no list of components, or groups lie too deep.", "Mend it."),
        )
        return ()
    fields = (_read_component(component, problems, depth) for component in components)
    return tuple(field for field in fields if field is not None)


def _read_component(source: Any, problems: list[FormProblem], depth: int) -> Field | None:
    members = source if isinstance(source, dict) else {}
    component_id = members.get("id")
    if not isinstance(component_id, str) or not component_id or len(component_id) > 100:  # noqa: PLR2004
        problems.append(FormProblem("", "A component has no id.", "Give it an id of its own."))
        return None
    component = Component(members, component_id, problems)
    component.ignore("id")
    kind = COMPONENT_TYPES.get(component.text("type"))
    if kind is None:
        known = ", ".join(COMPONENT_TYPES)
        component.refuse("This type of component is not known.", f"Use one of {known}.")
        return None
    field = kind.read(component)
    component.finish()
    if not kind.holds_components:
        return field
    return replace(field, children=_read_components(members.get("components"), problems, depth + 1))


def _title_from_text(fields: tuple[Field, ...]) -> tuple[str, tuple[Field, ...]]:
    """Take the title from a first text that begins with ``# ``; the page shows it itself."""
    if not fields or fields[0].type != "text" or not (match := _HEADING.match(fields[0].label)):
        return "", fields
    rest = fields[0].label[match.end() :]
    first = (replace(fields[0], label=rest),) if rest else ()
    return match["title"].strip(), (*first, *fields[1:])


def _problems_between(fields: tuple[Field, ...]) -> Iterator[FormProblem]:
    everything = [field for top in fields for field in top.flat()]
    if len(everything) > MAX_FIELDS:
        yield FormProblem("", f"There are more than {MAX_FIELDS} components.", "Split the form.")
    for name in ("id", "key"):
        seen: set[str] = set()
        for field in everything:
            value: str = field.id if name == "id" else field.key
            if value and value in seen:
                message = f"Another component has the same {name}, “{value}”."
                yield FormProblem(field.id, message, f"Give each component its own {name}.")
            seen.add(value)
    for field in find_circles(fields):
        message = f"Whether “{field.label}” is asked depends, in a circle, on its own answer."
        yield FormProblem(field.id, message, "Let conditions depend on other questions only.")
