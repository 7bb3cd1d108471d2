"""Reads one component of a form-js definition, and remembers what nobody asked for."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from forms.feel import KEYWORDS, Expression, FeelError, parse_text
from forms.problem import FormProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
MAX_WORDS = 2_000
"""Characters of a label, a hint or a message."""

# What expressions, the page and the serialiser use themselves.
_RESERVED = KEYWORDS | {"csrf_token", "item", "typename"}


class Component:
    """Members of one JSON object; whatever is not taken is refused at the end."""

    def __init__(
        self,
        members: Mapping[str, Any],
        component_id: str,
        problems: list[FormProblem],
        place: str = "",
    ) -> None:
        self.id = component_id
        self.problems = problems
        self._members = members
        self._place = place
        self._taken: set[str] = set()
        self._sections: dict[str, Component] = {}

    def refuse(self, message: str, remedy: str) -> None:
        """Note a problem of this component."""
        self.problems.append(FormProblem(self.id, message, remedy))

    def take(self, name: str) -> Any:
        """Return a member as it stands, None when it is missing."""
        self._taken.add(name)
        return self._members.get(name)

    def ignore(self, *names: str) -> None:
        """Let members pass that only a form editor uses."""
        self._taken.update(names)

    def inside(self, name: str) -> Component:
        """Return the reader of an object inside this one, the same one each time."""
        if name not in self._sections:
            value = self.take(name)
            if value is not None and not isinstance(value, dict):
                self.refuse(f"“{name}” is not an object.", f"Write “{name}” as form-js does.")
            members = value if isinstance(value, dict) else {}
            self._sections[name] = Component(members, self.id, self.problems, f"{name}.")
        return self._sections[name]

    def finish(self) -> None:
        """Refuse every member that nobody took, here and inside."""
        for name in self._members:
            if name not in self._taken:
                self.refuse(
                    f"“{self._place}{name}” is not known.",
                    f"Remove “{self._place}{name}”: it would do nothing here.",
                )
        for section in self._sections.values():
            section.finish()

    def text(self, name: str, *, most: int = MAX_WORDS) -> str:
        """Return a text, empty when it is missing."""
        value = self.take(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > most:
            self.refuse(
                f"“{self._place}{name}” must be a text of at most {most:,} characters.",
                f"Shorten or correct “{self._place}{name}”.",
            )
            return ""
        return value.strip()

    def texts(self) -> Mapping[str, str]:
        """Return all members, which must be texts: form-js's custom properties are."""
        wrong = [name for name, value in self._members.items() if not isinstance(value, str)]
        for name in wrong:
            self.refuse(f"“{self._place}{name}” must be a text.", "Write it in quotation marks.")
        return MappingProxyType({} if wrong else dict(self._members))

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return one of the allowed texts; the first when it is missing."""
        value = self.text(name) or allowed[0]
        if value not in allowed:
            known = ", ".join(f"“{one}”" for one in allowed if one)
            self.refuse(f"“{self._place}{name}” cannot be “{value[:50]}”.", f"Use one of {known}.")
            return allowed[0]
        return value

    def flag(self, name: str) -> bool:
        """Return a true or false, false when it is missing."""
        value = self.take(name)
        if value is not None and not isinstance(value, bool):
            self.refuse(f"“{self._place}{name}” must be true or false.", "Correct it.")
        return value is True

    def whole(self, name: str, *, most: int, default: int = 0) -> int:
        """Return a whole number from 0 to the most allowed."""
        value = self.take(name)
        if value is None:
            return default
        if type(value) is not int or not 0 <= value <= most:
            self.refuse(
                f"“{self._place}{name}” must be a whole number from 0 to {most:,}.",
                f"Correct “{self._place}{name}”.",
            )
            return default
        return value

    def number(self, name: str) -> float | None:
        """Return a number, None when it is missing."""
        value = self.take(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15:  # noqa: PLR2004
            self.refuse(f"“{self._place}{name}” must be a number.", "Correct it.")
            return None
        return value

    def expression(self, name: str) -> Expression | None:
        """Return a FEEL expression, which begins with ``=``; None when it is missing."""
        text = self.text(name)
        if not text:
            return None
        try:
            expression = parse_text(text)
        except FeelError as problem:
            self.refuse(f"“{self._place}{name}” is not valid: {problem}", "Correct the expression.")
            return None
        if expression is None:
            self.refuse(f"“{self._place}{name}” is not an expression.", "Begin it with =.")
        return expression

    def key(self) -> str:
        """Return the key under which the answer is kept."""
        value = self.take("key")
        if not isinstance(value, str) or not KEY.fullmatch(value):
            self.refuse(
                "The key is missing or has characters that expressions cannot use.",
                "Use small letters, digits and _, beginning with a letter; at most 60.",
            )
            return ""
        if value in _RESERVED:
            self.refuse(f"“{value}” cannot be a key: it is taken.", "Choose another key.")
        return value
