"""Reads the property `meetsLimit` of a moment: which time limits it meets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forms.feel import parse_expression

if TYPE_CHECKING:
    from forms.feel import Expression
    from forms.fields.component import Component

_IDS = re.compile(r"[A-Za-z_][\w.-]*(\s+[A-Za-z_][\w.-]*)*")


def read_limits_met(properties: Component) -> Expression | None:
    """Return what gives the ids: FEEL as it stands, plain ids as a text; None without any."""
    text = properties.text("meetsLimit")
    if not text:
        return None
    if text.startswith("="):
        return properties.expression("meetsLimit")
    if not _IDS.fullmatch(text):
        properties.refuse(
            f"“properties.meetsLimit” cannot be “{text[:50]}”.",
            "Write the ids of timers with blanks between them, or FEEL that begins with =.",
        )
        return None
    return parse_expression(f'"{text}"')
