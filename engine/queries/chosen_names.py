"""Names of the agencies and people that answers chose from the directory."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import agency_names, person_names
from forms.definition import FormDefinition
from forms.fields.field import Field

Options = list[dict[str, str]]


def chosen_names(
    work: UnitOfWork, form: FormDefinition, answers: Mapping[str, Any]
) -> dict[str, Options]:
    """Return the lists from which the answers were chosen, with the chosen options alone.

    Several questions may choose from the same list.
    """
    lists: defaultdict[str, Options] = defaultdict(list)
    for field in form.all_fields():
        if field.options_key and field.key in answers:
            lists[field.options_key] += _options(work, field, answers[field.key])
    return dict(lists)


def _options(work: UnitOfWork, field: Field, answer: Any) -> Options:
    keys = [str(key) for key in (answer if isinstance(answer, list) else [answer])]
    return [{"value": key, "label": name} for key, name in _names(work, field, keys).items()]


def _names(work: UnitOfWork, field: Field, keys: list[str]) -> dict[str, str]:
    if field.reference == "agency":
        return agency_names(work, keys)
    if field.reference == "person":
        people = person_names(work, [int(key) for key in keys if key.isdecimal()])
        return {str(key): name for key, name in people.items()}
    return {}
