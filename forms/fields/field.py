"""A question of a form, as read from its definition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forms.feel import Expression
    from forms.pattern import Pattern

VISIBILITIES: tuple[str, ...] = ("case", "case+bm", "own agency")
"""Who may read an answer: both sides, also the Business Manager, or only the own agency."""
OWN_AGENCY = "own agency"

REFERENCES: tuple[str, ...] = ("", "agency", "person")
"""What in the directory an answer points to."""

PERSONAL_DATA: tuple[str, ...] = ("questioned", "expected")
"""Whether text that looks like personal data is asked about, or is what the question is for."""

HOST_PROPERTIES: tuple[str, ...] = (
    "identityHint",
    "sendsMessage",
    "setsCase",
    "tells",
    "tellsTemplate",
)
"""Properties that mean something to whoever runs the form, and nothing to the form itself."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a valid answer keeps to; each field type uses those that concern it."""

    min_length: int = 0
    max_length: int = 0
    pattern: Pattern | None = None
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = 0
    not_before: Expression | None = None
    not_after: Expression | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A component of a form. Text and groups have no key and take no answer."""

    type: str
    id: str
    key: str = ""
    label: str = ""
    hint: str = ""
    condition_hint: str = ""
    error_name: str = ""
    required: bool = False
    readonly: bool = False
    hide: Expression | None = None
    options: tuple[Option, ...] = ()
    options_key: str = ""
    default: Any = None
    default_expression: Expression | None = None
    limits: Limits = Limits()
    with_time: bool = False
    limits_met: Expression | None = None
    """Gives the ids of the boundary timers whose limits this moment meets."""
    rule: Expression | None = None
    rule_message: str = ""
    is_variable: bool = True
    is_questioned: bool = False
    """Whether a text is asked about names, dates of birth and NHS numbers."""
    is_child_number: bool = False
    visible_to: str = "case"
    reference: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Field, ...] = ()

    @property
    def takes_answer(self) -> bool:
        """Whether a person can answer here."""
        return bool(self.key) and not self.readonly

    @property
    def anchor(self) -> str:
        """The id of the input, or of the first of several, to which an error summary links."""
        return f"f-{self.key}-day" if self.type == "datetime" else f"f-{self.key}"

    @property
    def subject(self) -> str:
        """The beginning of a sentence about the answer."""
        name = self.error_name
        return name[:1].upper() + name[1:] if name else f"‘{self.label}’"

    @property
    def is_identity_hint(self) -> bool:
        """Whether the answer helps to find the child, and is kept apart from all others."""
        return self.properties.get("identityHint") == "yes"

    def ask(self, verb: str) -> str:
        """Return the sentence that asks for a missing answer, for example ``Enter the date``."""
        return f"{verb} {self.error_name or f'an answer to ‘{self.label}’'}"

    def flat(self) -> Iterator[Field]:
        """Yield this field and all inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.flat()

    def expressions(self) -> Iterator[Expression]:
        """Yield every expression of this field."""
        limits = self.limits
        of_answer = (self.default_expression, self.rule, self.limits_met)
        found = (self.hide, *of_answer, limits.not_before, limits.not_after)
        yield from (expression for expression in found if expression is not None)
