"""The words of one notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """The words of one notice, with `{reference}`, `{stage}`, `{name}` and `{outcome}` in them."""

    subject: str
    """The reference is put before it."""
    happened: str
    to_do: str
