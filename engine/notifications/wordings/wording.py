"""The words of one notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """The words of one notice.

    They may have `{reference}`, `{stage}`, `{name}`, `{outcome}` and `{not_reached}` in them.
    """

    subject: str
    """The reference is put before it."""
    happened: str
    to_do: str
