"""The procedure’s own fields, for an administrator who gives values that the procedure goes by.

Nothing is filled in and nothing is read out: an administrator sees no text of people, and no answer
is made up for them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from engine.definitions.compiled import CompiledBundle
from engine.operations.values import decides
from engine.queries.shown_values import CASE_FACTS
from forms.definition import FormDefinition
from forms.fields.field import Field


def fields_for_values(compiled: CompiledBundle, form: FormDefinition) -> FormDefinition:
    """Return a step’s form with those questions alone whose answers the procedure goes by.

    What decides nothing need not be answered: perhaps nobody knows it any more.
    """
    asked = {
        key
        for key, field in form.questions.items()
        if field.is_variable and not field.is_identity_hint and key not in CASE_FACTS
    }
    gone = form.questions.keys() - asked
    fields = tuple(_kept(compiled, form.fields, asked, gone))
    return replace(form, fields=fields, content_hash=f"{form.content_hash} values")


def field_for_value(forms: Sequence[FormDefinition], name: str) -> FormDefinition:
    """Return a form with one field that takes what any of the forms takes for a question."""
    asking = [form.questions[name] for form in forms]
    field = _empty(asking[-1])
    options = {option.value: option for one in asking for option in one.options}
    # The question stands alone: whether it would be asked does not matter.
    alone = replace(field, options=tuple(options.values()), hide=None, required=True)
    hashes = " ".join(form.content_hash for form in forms)
    return FormDefinition(name, alone.label, (alone,), f"{hashes} {name}")


def _kept(
    compiled: CompiledBundle, fields: Iterable[Field], asked: set[str], gone: set[str]
) -> Iterator[Field]:
    for field in fields:
        # Whether it is asked may depend on a question that does not stand here.
        hide = None if field.hide is None or field.hide.names & gone else field.hide
        if field.children:
            children = tuple(_kept(compiled, field.children, asked, gone))
            if children:
                yield replace(field, hide=hide, children=children)
        elif field.key in asked and not field.readonly:
            needed = field.required and decides(compiled, field.key)
            yield replace(_empty(field), hide=hide, required=needed)


def _empty(field: Field) -> Field:
    return replace(field, default=None, default_expression=None)
