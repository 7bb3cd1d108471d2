"""Which values of process variables an administrator may read, in words.

The type of the form's question decides: what was chosen, ticked or is a date may be shown, what was
typed may not. What no form asks for is hidden, except the facts of the case that the engine sets:
its agencies, its area, its reference and who raised it (`CASE_FACTS`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import orjson

from engine.definitions.compiled import CompiledBundle
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.chosen_names import chosen_names
from engine.queries.names import agency_names, area_names, person_names
from forms.definition import FormDefinition
from forms.fields.field import OWN_AGENCY, Field
from forms.rendering import render_answers

CODED_TYPES: Final = frozenset({"radio", "select", "checkbox", "checklist", "datetime"})
AGENCIES: Final = frozenset(
    {
        "agencies",
        "raising_agency",
        "receiving_agency",
        "other_agencies",
        "social_care_agency",
        "partnership_office",
        "reporter_agency",
    }
)
"""Variables with keys of agencies that every case has without a form that asks.

Source: engine/definitions/variables.py: PARTIES.
"""


def _reference(_work: UnitOfWork, value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _area(work: UnitOfWork, value: Any) -> str | None:
    return area_names(work, [str(value)]).get(str(value))


def _person(work: UnitOfWork, value: Any) -> str | None:
    return person_names(work, [value]).get(value) if isinstance(value, int) else None


_SET_BY_THE_ENGINE: Final[Mapping[str, Callable[[UnitOfWork, Any], str | None]]] = {
    "area": _area,
    "case_reference": _reference,
    "raised_by": _person,
    "reported_by": _person,
}
"""Its timeline names the same people: who did what is no secret to those who administer it."""
CASE_FACTS: Final = AGENCIES | _SET_BY_THE_ENGINE.keys()
"""Variables that the engine sets for every case. A form may ask for one: then its question decides.

Source: engine/runtime/participants.py: parties_of, and engine/runtime/linked.py.
"""


def value_in_words(work: UnitOfWork, compiled: CompiledBundle, name: str, value: Any) -> str | None:
    """Return a value that may be shown, in words; None: it is people's text, or may be."""
    if value is None:
        return "Empty"
    if name in AGENCIES:
        return _agencies(work, value)
    asked = _questions(compiled, name)
    if not asked and name in _SET_BY_THE_ENGINE:
        return _SET_BY_THE_ENGINE[name](work, value)
    if not asked or not all(_is_coded(field) for _, field in asked):
        return None
    # The last form that can hold the value says it: an older question may have other options.
    for form, field in reversed(asked):
        if _is_possible(field, value):
            context = chosen_names(work, form, {name: value})
            rendered = render_answers(form, {name: value}, context=context, visible=(name,))
            return ", ".join(words for _, words in rendered) or "Empty"
    return None


def opened_value_in_words(
    work: UnitOfWork, compiled: CompiledBundle, name: str, value: Any
) -> str | None:
    """Return a value as an administrator reads it who has opened the case with a reason.

    None: it was answered for the writer's own agency, which an opening does not change.
    """
    words = value_in_words(work, compiled, name, value)
    if words is not None or any(_is_own(field) for _, field in _questions(compiled, name)):
        return words
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def label_of(compiled: CompiledBundle, name: str) -> str:
    """Return the question that asks for a variable; empty when no form does."""
    asked = _questions(compiled, name)
    return asked[-1][1].label if asked else ""


def _questions(compiled: CompiledBundle, name: str) -> list[tuple[FormDefinition, Field]]:
    return [
        (form, form.questions[name]) for form in compiled.forms.values() if name in form.questions
    ]


def _is_coded(field: Field) -> bool:
    is_person = field.reference == "person"
    return field.type in CODED_TYPES and not is_person and not _is_own(field)


def _is_own(field: Field) -> bool:
    return field.visible_to == OWN_AGENCY or field.is_identity_hint


def _is_possible(field: Field, value: Any) -> bool:
    """Tell whether the field could have taken the value: anything else may be somebody's text."""
    if field.type in {"checkbox", "datetime"} or field.options_key:
        return True
    known = {option.value for option in field.options}
    return all(one in known for one in (value if isinstance(value, list) else [value]))


def _agencies(work: UnitOfWork, value: Any) -> str | None:
    keys: Sequence[Any] = value if isinstance(value, list) else [value]
    if not all(isinstance(key, str) for key in keys):
        return None
    names = agency_names(work, keys)
    return ", ".join(names[key] for key in keys if key in names) or "Empty"
