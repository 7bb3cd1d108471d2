"""What the answer to a question can be, as far as its form says."""

import math
from typing import NamedTuple, TypeAlias

from forms.fields.field import Field

Fixed: TypeAlias = str | bool | float
"""A value that stands in an expression."""


class Values(NamedTuple):
    """What something can be, besides null.

    `listed` are texts, true and false; `items` what a list of ticked boxes can hold; `bounds` the
    smallest and the largest number. `is_open`: it can be something that the files do not say.
    """

    listed: frozenset[str | bool] = frozenset()
    items: frozenset[str] = frozenset()
    bounds: tuple[float, float] | None = None
    is_open: bool = False

    def joined(self, other: "Values") -> "Values":
        """Return what is one or the other."""
        ends = [bounds for bounds in (self.bounds, other.bounds) if bounds is not None]
        hull = (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None
        return Values(
            self.listed | other.listed,
            self.items | other.items,
            hull,
            self.is_open or other.is_open,
        )

    @property
    def are_listed(self) -> bool:
        """Whether every value is known and stands in the list."""
        return bool(self.listed) and not (self.is_open or self.items or self.bounds)

    @property
    def are_numbers(self) -> bool:
        """Whether every value is a number between known ends."""
        return self.bounds is not None and not (self.is_open or self.items or self.listed)


ANYTHING = Values(is_open=True)


def answers_of(field: Field) -> Values:
    """Return what can be answered to a question."""
    if field.type == "checkbox":
        return Values(frozenset({True, False}))
    if field.type == "number":
        low, high = field.limits.minimum, field.limits.maximum
        return Values(
            bounds=(-math.inf if low is None else low, math.inf if high is None else high)
        )
    options = frozenset(option.value for option in field.options)
    if not options or field.options_key:
        return ANYTHING
    return Values(items=options) if field.type == "checklist" else Values(options)
