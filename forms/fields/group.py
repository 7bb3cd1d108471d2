"""A group: questions that belong together, under one heading."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from forms.fields.field import Field
from forms.fields.field_type import ComponentType

if TYPE_CHECKING:
    from forms.fields.component import Component


class Group(ComponentType):
    """A fieldset around other components. Its answers stand beside all others: it has no path."""

    name: ClassVar[str] = "group"
    holds_components: ClassVar[bool] = True

    @override
    def read(self, component: Component) -> Field:
        component.ignore("layout", "components", "showOutline", "verticalAlignment")
        if component.text("path"):
            component.refuse("The group has a path.", "Remove “path”: answers are not nested.")
        return Field(
            type=self.name,
            id=component.id,
            label=component.text("label"),
            hide=component.inside("conditional").expression("hide"),
            condition_hint=component.inside("properties").text("conditionHint"),
        )
