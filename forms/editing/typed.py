"""From a member of a component to what stands in an input, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from forms.editing.canonical import JsonObject

if TYPE_CHECKING:
    from forms.editing.members import Member

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 60


class TypedWrong(ValueError):
    """What was typed is none of what the member may be; the text says what to do."""


def show_member(component: JsonObject, member: Member) -> str:
    """Return what stands in the input of a member; empty when it is not set."""
    value = _get(component, member.path)
    if member.kind == "flag":
        return "yes" if value is True else ""
    if member.kind == "options":
        return show_options(value)
    return "" if value is None else str(value)


def set_member(component: JsonObject, member: Member, typed: str) -> None:
    """Set a member to what was typed; empty takes it away.

    Raises:
        TypedWrong: it is no number, or no list of options.
    """
    text = typed.replace("\r\n", "\n").strip()
    if text == show_member(component, member).strip():
        return
    _put(component, member.path, _value(member, text))


def show_options(values: Any) -> str:
    """Return options as lines: the short name, a colon, the words."""
    if not isinstance(values, list):
        return ""
    return "\n".join(
        f"{one.get('value', '')}: {one.get('label', '')}" for one in values if isinstance(one, dict)
    )


def read_options(text: str) -> list[JsonObject]:
    """Return the options of such lines; a line without a short name gets one from its words.

    Raises:
        TypedWrong: two options have the same short name, or a line has no words.
    """
    options = [_option(line.strip()) for line in text.splitlines() if line.strip()]
    names = [one["value"] for one in options]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise TypedWrong(f"Two answers are kept as “{twice[0]}”. Give each its own short name")
    return options


def name_from(words: str) -> str:
    """Return a key, or a short name, made of words."""
    name = _NOT_IN_NAMES.sub("_", words.lower().replace("’", "").replace("'", "")).strip("_")
    return name[:_LONGEST_NAME].strip("_") or "answer"


def _option(line: str) -> JsonObject:
    name, colon, words = line.partition(":")
    if not colon:
        return {"value": name_from(line), "label": line}
    if not name.strip() or not words.strip():
        what = "needs a short name, a colon and the words that people read"
        raise TypedWrong(f"“{line[:60]}” {what}")
    return {"value": name.strip(), "label": words.strip()}


def _value(member: Member, text: str) -> Any:
    if member.kind == "flag":
        return True if text else None
    if not text:
        return None
    if member.kind == "options":
        return read_options(text)
    if member.kind in {"whole", "number"}:
        return _number(member, text)
    return text if member.kind == "lines" else " ".join(text.splitlines())


def _number(member: Member, text: str) -> float:
    plain = text.replace(",", "")
    whole = re.fullmatch(r"-?\d{1,15}", plain)
    if whole is None and (member.kind == "whole" or not re.fullmatch(r"-?\d{1,15}\.\d+", plain)):
        kind = "a whole number" if member.kind == "whole" else "a number"
        raise TypedWrong(f"{member.label} must be {kind}")
    return int(plain) if whole else float(plain)


def _get(component: JsonObject, path: str) -> Any:
    value: Any = component
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _put(component: JsonObject, path: str, value: Any) -> None:
    *outer, last = path.split(".")
    inside = component
    for name in outer:
        found = inside.get(name)
        if not isinstance(found, dict):
            if value is None:
                return
            found = inside[name] = {}
        inside = found
    if value is None:
        inside.pop(last, None)
    else:
        inside[last] = value
