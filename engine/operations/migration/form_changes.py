"""What changes in the form of a step. Source: ADR 0021, rules 4 and 5."""

from dataclasses import dataclass

from engine.definitions.compiled import CompiledBundle
from forms.definition import FormDefinition


@dataclass(frozen=True)
class FormChange:
    """Questions by their labels."""

    gone: tuple[str, ...]
    """What was typed for them stays, and is shown to be read only."""
    new: tuple[str, ...]
    newly_required: tuple[str, ...]
    """They have to be answered when the step is next sent."""


def form_change(old: CompiledBundle, new: CompiledBundle, element_id: str) -> FormChange | None:
    """Return what changes in an element's form; nothing changes, or it has no form: None."""
    before, after = _form(old, element_id), _form(new, element_id)
    if before is None or after is None:
        return None
    was, now = before.questions, after.questions
    change = FormChange(
        gone=tuple(field.label or key for key, field in was.items() if key not in now),
        new=tuple(field.label or key for key, field in now.items() if key not in was),
        newly_required=tuple(
            field.label or key
            for key, field in now.items()
            if field.required and not (key in was and was[key].required)
        ),
    )
    return change if change != FormChange((), (), ()) else None


def _form(compiled: CompiledBundle, element_id: str) -> FormDefinition | None:
    try:
        key = compiled.library.element(element_id).form_key
    except KeyError:
        return None
    return compiled.forms.get(key or "")
