"""Static text: headings, paragraphs, lists and links between the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from forms.fields.field import Field
from forms.fields.field_type import ComponentType

if TYPE_CHECKING:
    from forms.fields.component import Component

MAX_TEXT = 10_000


class Text(ComponentType):
    """Text in a small subset of Markdown; form-js's templating in it is refused."""

    name: ClassVar[str] = "text"

    @override
    def read(self, component: Component) -> Field:
        component.ignore("layout")
        text = component.text("text", most=MAX_TEXT)
        if text.startswith("=") or "{{" in text:
            component.refuse("The text has an expression in it.", "Write plain words.")
        hide = component.inside("conditional").expression("hide")
        return Field(type=self.name, id=component.id, label=text, hide=hide)
