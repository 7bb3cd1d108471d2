"""What every field type can do; one subclass per file beside this one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from typing_extensions import override

from forms.fields.answers import Answer, TextAnswer
from forms.fields.field import HOST_PROPERTIES, REFERENCES, VISIBILITIES, Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from marshmallow.fields import Field as SchemaField

    from forms.fields.component import Component
    from forms.scope import Scope


class Posted(Protocol):
    """An HTML form post, as web frameworks give it."""

    def get(self, key: str, /) -> str | None:
        """Return the first value of a name."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values of a name."""


class ComponentType(ABC):
    """A kind of component: it is read from a form-js definition and shown by its template."""

    name: ClassVar[str]
    """The ``type`` of the form-js component; also the stem of the template."""

    holds_components: ClassVar[bool] = False

    @abstractmethod
    def read(self, component: Component) -> Field:
        """Return the field; problems are noted in the component."""


class FieldType(ComponentType):
    """A kind of question: reading its definition and its answers, and showing both."""

    answer_class: ClassVar[type[Answer]] = TextAnswer
    variable_by_default: ClassVar[bool] = True
    label_member: ClassVar[str] = "label"

    @override
    def read(self, component: Component) -> Field:
        parts = self.read_parts(component)
        return Field(type=self.name, id=component.id, **self._read_common(component), **parts)

    def _read_common(self, component: Component) -> dict[str, Any]:
        component.ignore("layout")
        properties = component.inside("properties")
        common = {
            "key": component.key(),
            "label": component.text(self.label_member),
            "hint": component.text("description"),
            "required": component.inside("validate").flag("required"),
            "readonly": component.flag("readonly"),
            "hide": component.inside("conditional").expression("hide"),
            "condition_hint": properties.text("conditionHint"),
            "error_name": properties.text("errorName"),
            "default": component.take("defaultValue"),
            "default_expression": properties.expression("defaultExpression"),
            "rule": properties.expression("rule"),
            "rule_message": properties.text("ruleMessage"),
            "is_variable": self._read_is_variable(properties),
            "visible_to": properties.one_of("visibleTo", VISIBILITIES),
            "reference": properties.one_of("reference", REFERENCES),
            "properties": properties.texts(),
        }
        properties.ignore(*HOST_PROPERTIES)
        self._refuse_incomplete(component, common)
        return common

    def _read_is_variable(self, properties: Component) -> bool:
        default = "yes" if self.variable_by_default else "no"
        other = "no" if self.variable_by_default else "yes"
        return properties.one_of("variable", (default, other)) == "yes"

    def _refuse_incomplete(self, component: Component, common: Mapping[str, Any]) -> None:
        if not common["label"]:
            component.refuse("The question has no label.", "Give it a label: people read it first.")
        if common["rule"] and not common["rule_message"]:
            component.refuse("The rule has no message.", "Say in “ruleMessage” what is wrong.")
        if common["default"] is not None and common["default_expression"] is not None:
            component.refuse("There are two defaults.", "Remove defaultValue or defaultExpression.")

    @abstractmethod
    def read_parts(self, component: Component) -> dict[str, Any]:
        """Return what only this type has, as arguments of ``Field``."""

    @abstractmethod
    def tidy(self, field: Field, value: Any) -> Any:
        """Return an answer in the one form in which it is kept; None for an empty one.

        Raises:
            WrongAnswer: it is not acceptable, whatever the context.
        """

    def schema_field(self, field: Field, **options: Any) -> SchemaField[Any]:
        """Return the marshmallow field that tidies the answer."""
        return self.answer_class(partial(self.tidy, field), **options)

    def keep(self, field: Field, value: Any) -> Any:
        """Return the result of an expression as an answer of this type is kept."""
        del field
        return value

    def read_posted(self, field: Field, posted: Posted) -> Any:
        """Return what was typed or chosen; None for nothing."""
        value = (posted.get(field.key) or "").replace("\r\n", "\n").strip()
        return value or None

    def check(self, field: Field, answer: Any, scope: Scope) -> str | None:
        """Return what is wrong with a tidy answer in view of the context, if anything."""
        del field, answer, scope
        return None

    @abstractmethod
    def missing(self, field: Field) -> str:
        """Return the sentence that asks for the answer."""

    @abstractmethod
    def candidates(self, field: Field, scope: Scope) -> Iterator[Any]:
        """Yield answers that are likely to be valid, the plainest first."""

    def show(self, field: Field, answer: Any, scope: Scope) -> str:
        """Return the answer as plain text."""
        del field, scope
        return str(answer)

    def view(self, field: Field, answer: Any, scope: Scope) -> Mapping[str, Any]:
        """Return what the template needs besides the field, its hint and its error."""
        del field, scope
        return {"value": "" if answer is None else answer}
