"""Several lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from markupsafe import Markup, escape
from typing_extensions import override

from forms.fields.typed_text import TypedText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms.fields.field import Field
    from forms.scope import Scope

_SHORT = 400


class TextArea(TypedText):
    """Several lines of text, with a character count; by default no process variable."""

    name: ClassVar[str] = "textarea"
    longest: ClassVar[int] = 10_000
    usual: ClassVar[int] = 5_000
    variable_by_default: ClassVar[bool] = False

    @override
    def view(self, field: Field, answer: Any, scope: Scope) -> Mapping[str, Any]:
        text = str(escape(answer if isinstance(answer, str) else ""))
        # The macros indent what lies inside a fieldset; a line end as an entity stays as typed.
        value = Markup(text.replace("\n", "&#10;"))  # noqa: S704 - escaped just above
        return {"value": value, "rows": 3 if field.limits.max_length <= _SHORT else 6}
