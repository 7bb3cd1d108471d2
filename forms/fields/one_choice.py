"""What radios and drop-downs have in common: exactly one option."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from forms.fields.answers import WrongAnswer
from forms.fields.choices import Choice

if TYPE_CHECKING:
    from marshmallow.fields import Field as SchemaField

    from forms.fields.field import Field


class OneChoice(Choice):
    """One option of several."""

    @override
    def tidy(self, field: Field, value: Any) -> Any:
        if not isinstance(value, str):
            raise WrongAnswer(f"{field.ask('Select')} from the list")
        return value or None

    @override
    def schema_field(self, field: Field, **options: Any) -> SchemaField[Any]:
        values = [option.value for option in field.options]
        return super().schema_field(field, metadata={"enum": values} if values else {}, **options)
