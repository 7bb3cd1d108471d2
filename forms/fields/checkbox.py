"""One box to tick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from forms.fields.answers import Answer, TickedAnswer, WrongAnswer
from forms.fields.field_type import FieldType, Posted

if TYPE_CHECKING:
    from forms.fields.component import Component
    from forms.fields.field import Field
    from forms.scope import Scope


class Checkbox(FieldType):
    """A statement that is ticked or not; when it is required, it must be ticked."""

    name: ClassVar[str] = "checkbox"
    answer_class: ClassVar[type[Answer]] = TickedAnswer

    @override
    def read_parts(self, component: Component) -> dict[str, Any]:
        return {}

    @override
    def tidy(self, field: Field, value: Any) -> Any:
        if not isinstance(value, bool):
            raise WrongAnswer(f"{field.subject} must be ticked or not ticked")
        return None if field.required and not value else value

    @override
    def read_posted(self, field: Field, posted: Posted) -> Any:
        """Return whether it is ticked: browsers send nothing for an empty box."""
        return posted.get(field.key) == "true"

    @override
    def missing(self, field: Field) -> str:
        return f"Confirm {field.error_name or f'‘{field.label}’'}"

    @override
    def candidates(self, field: Field, scope: Scope) -> Iterator[Any]:
        yield from (True, False)

    @override
    def show(self, field: Field, answer: Any, scope: Scope) -> str:
        return "Yes" if answer is True else "No"

    @override
    def view(self, field: Field, answer: Any, scope: Scope) -> Mapping[str, Any]:
        return {"checked": answer is True}
