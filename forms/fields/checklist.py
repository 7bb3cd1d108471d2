"""A list of boxes: any number of options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from forms.fields.answers import Answer, ChosenAnswers, WrongAnswer
from forms.fields.choices import MAX_OPTIONS, Choice, options_of
from forms.fields.field_type import Posted

if TYPE_CHECKING:
    from forms.fields.field import Field
    from forms.scope import Scope


class Checklist(Choice):
    """Any number of options; when the question is required, at least one."""

    name: ClassVar[str] = "checklist"
    answer_class: ClassVar[type[Answer]] = ChosenAnswers

    @override
    def tidy(self, field: Field, value: Any) -> Any:
        if (
            not isinstance(value, list)
            or len(value) > MAX_OPTIONS
            or not all(isinstance(item, str) for item in value)
        ):
            raise WrongAnswer(f"{field.ask('Select')} from the list")
        return list(dict.fromkeys(value)) or None

    @override
    def read_posted(self, field: Field, posted: Posted) -> Any:
        return posted.getlist(field.key) or None

    @override
    def candidates(self, field: Field, scope: Scope) -> Iterator[Any]:
        values = [option.value for option in options_of(field, scope)]
        yield from ([value] for value in values)
        if values:
            yield values
