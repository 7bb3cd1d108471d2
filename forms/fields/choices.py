"""What choosing from a list has in common: radios, drop-downs and lists of boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from forms.fields.field import Field, Option
from forms.fields.field_type import FieldType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forms.fields.component import Component
    from forms.scope import Scope

MAX_OPTIONS = 500
MAX_VALUE = 100
MAX_LABEL = 500


class Choice(FieldType):
    """A choice among options that stand in the form, or in the context under ``valuesKey``."""

    @override
    def read_parts(self, component: Component) -> dict[str, Any]:
        options, options_key = _read_options(component), component.text("valuesKey")
        if bool(options) == bool(options_key):
            component.refuse(
                "There must be options, or the name of a list of options, and not both.",
                "Write “values” or “valuesKey”.",
            )
        return {"options": options, "options_key": options_key}

    @override
    def missing(self, field: Field) -> str:
        return field.ask("Select")

    @override
    def candidates(self, field: Field, scope: Scope) -> Iterator[Any]:
        yield from (option.value for option in options_of(field, scope))

    @override
    def check(self, field: Field, answer: Any, scope: Scope) -> str | None:
        known = {option.value for option in options_of(field, scope)}
        chosen = answer if isinstance(answer, list) else [answer]
        return None if known.issuperset(chosen) else f"{field.ask('Select')} from the list"

    @override
    def show(self, field: Field, answer: Any, scope: Scope) -> str:
        labels = {option.value: option.label for option in options_of(field, scope)}
        chosen = answer if isinstance(answer, list) else [answer]
        return ", ".join(labels.get(one, str(one)) for one in chosen)

    @override
    def view(self, field: Field, answer: Any, scope: Scope) -> Mapping[str, Any]:
        chosen = answer if isinstance(answer, list) else [answer]
        return {
            "choices": [
                {"value": option.value, "text": option.label, "checked": option.value in chosen}
                for option in options_of(field, scope)
            ],
        }


def options_of(field: Field, scope: Scope) -> tuple[Option, ...]:
    """Return the options of a choice, from the form or from the context."""
    if not field.options_key:
        return field.options
    return tuple(
        Option(item["value"], item["label"])
        for item in scope.options(field.options_key)
        if isinstance(item, dict)
        and isinstance(item.get("value"), str)
        and isinstance(item.get("label"), str)
    )


def _read_options(component: Component) -> tuple[Option, ...]:
    values = component.take("values")
    if values is None:
        return ()
    if not isinstance(values, list) or len(values) > MAX_OPTIONS:
        component.refuse(f"There must be at most {MAX_OPTIONS} options.", "Correct “values”.")
        return ()
    options = tuple(option for value in values if (option := _read_option(component, value)))
    if len({option.value for option in options}) != len(options):
        component.refuse("Two options have the same value.", "Give each option its own value.")
    return options


def _read_option(component: Component, value: Any) -> Option | None:
    if not isinstance(value, dict) or not value.keys() <= {"label", "value"}:
        component.refuse("An option is not a label and a value.", "Correct “values”.")
        return None
    option = Option(value.get("value", ""), value.get("label", ""))
    if not _is_text(option.value, MAX_VALUE) or not _is_text(option.label, MAX_LABEL):
        component.refuse("An option has no label or no value, or too long ones.", "Correct it.")
        return None
    return option


def _is_text(value: Any, most: int) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) == len(value) <= most
