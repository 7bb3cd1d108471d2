"""Reads the JSON document of a form within bounds of size and depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from forms.problem import FormProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES = 1_000_000
MAX_DEPTH = 30

FORBIDDEN_KEY = "typename"
"""SpiffWorkflow's serialiser takes any object with this key for one of its own."""


def read_document(source: bytes, problems: list[FormProblem]) -> Mapping[str, Any]:
    """Return the JSON object, empty when there is a problem."""
    if len(source) > MAX_BYTES:
        problems.append(FormProblem("", "The form is larger than 1 MB.", "Make it smaller."))
        return {}
    try:
        document = orjson.loads(source)
    except orjson.JSONDecodeError as problem:
        message = f"The form is not JSON: {problem}."
        problems.append(FormProblem("", message, "Save it again from the form editor."))
        return {}
    if not isinstance(document, dict):
        problems.append(FormProblem("", "The form is not a JSON object.", "Save it again."))
        return {}
    problem_inside = find_forbidden(document)
    if problem_inside:
        problems.append(FormProblem("", problem_inside, "Remove it."))
        return {}
    return document


def find_forbidden(value: Any) -> str:
    """Return what is wrong inside a JSON value, the forbidden key or its depth; else empty."""
    level = [value]
    for _ in range(MAX_DEPTH):
        if any(isinstance(one, dict) and FORBIDDEN_KEY in one for one in level):
            return f"The key “{FORBIDDEN_KEY}” is not allowed."
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return ""
    return "It is nested too deeply."


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []
