"""Radios: one option, all of them in view."""

from __future__ import annotations

from typing import ClassVar

from forms.fields.one_choice import OneChoice


class Radio(OneChoice):
    """One option of a few; further questions may be revealed under an option."""

    name: ClassVar[str] = "radio"
