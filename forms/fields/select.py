"""A drop-down: one option of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from forms.fields.one_choice import OneChoice

if TYPE_CHECKING:
    from forms.fields.component import Component


class Select(OneChoice):
    """One option of a list, often from the directory."""

    name: ClassVar[str] = "select"

    @override
    def read_parts(self, component: Component) -> dict[str, Any]:
        component.ignore("searchable")
        return super().read_parts(component)
