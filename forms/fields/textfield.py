"""One line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from forms.fields.typed_text import TypedText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms.fields.field import Field
    from forms.scope import Scope

_SHORT, _MIDDLING = 12, 40


class TextField(TypedText):
    """One line of text; 250 characters unless the form says otherwise."""

    name: ClassVar[str] = "textfield"
    longest: ClassVar[int] = 1_000
    usual: ClassVar[int] = 250

    @override
    def view(self, field: Field, answer: Any, scope: Scope) -> Mapping[str, Any]:
        most = field.limits.max_length
        width = "10" if most <= _SHORT else "20" if most <= _MIDDLING else ""
        classes = f"govuk-input--width-{width}" if width else ""
        return {**super().view(field, answer, scope), "width": classes}
