"""The forms of a procedure with their questions, in words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from engine.definitions import names
from engine.definitions.documentation.model import FormSheet, Question
from engine.definitions.documentation.scene import Scene
from forms.definition import FormDefinition
from forms.feel.words import asked_when
from forms.fields.field import Field
from forms.vocabulary import Vocabulary, in_plain_words

READERS: Mapping[str, str] = {
    "case": "Both agencies",
    "case+bm": "Both agencies and the partnership’s business manager",
    "own agency": "The own agency only",
}
KEPT_APART = "The two agencies; kept apart, and erased when the case ends"
KINDS: Mapping[str, str] = {
    "textfield": "Text",
    "textarea": "Text",
    "number": "Number",
    "checkbox": "A box to tick",
    "radio": "One of",
    "select": "One of",
    "checklist": "Any of",
}


def form_sheets(scene: Scene) -> tuple[FormSheet, ...]:
    """Return the forms that steps use, in the order of their keys."""
    used = _used(scene)
    return tuple(
        FormSheet(
            key,
            form.title,
            tuple(used[key]),
            tuple(_questions(scene.vocabulary.on_form(key), form)),
        )
        for key, form in sorted(scene.subject.forms.items())
        if key in used
    )


def _used(scene: Scene) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for diagram in scene.diagrams:
        for node in diagram.of_kind("userTask"):
            key = node.element.get(names.camunda("formKey"), "").strip()
            if key and node.name not in found[key]:
                found[key].append(node.name)
    return found


def _questions(vocabulary: Vocabulary, form: FormDefinition) -> Iterator[Question]:
    for top in form.fields:
        yield from _below(vocabulary, top, "", "")


def _below(vocabulary: Vocabulary, field: Field, group: str, asked: str) -> Iterator[Question]:
    """Yield the questions of a field and of all inside it; a group's condition holds for them."""
    own = _condition(vocabulary, field)
    asked = "; ".join(dict.fromkeys(filter(None, (asked, own))))
    if field.takes_answer:
        yield Question(
            group, field.label, field.hint, _answer(field), _asked(field, asked), _readers(field)
        )
    for child in field.children:
        yield from _below(vocabulary, child, field.label or group, asked)


def _condition(vocabulary: Vocabulary, field: Field) -> str:
    if field.hide is None:
        return ""
    return field.condition_hint.rstrip(".") or asked_when(field.hide.source, vocabulary)


def _asked(field: Field, condition: str) -> str:
    need = "" if field.required or field.type == "checkbox" else "May be left empty"
    return ". ".join(filter(None, (condition or "Always", need)))


def _answer(field: Field) -> str:
    if field.type == "datetime":
        return "Date and time" if field.with_time else "Date"
    kind = KINDS.get(field.type, field.type)
    if field.options_key:
        return f"{kind} a list: {in_plain_words(field.options_key)}"
    if field.options:
        return f"{kind}: " + "; ".join(option.label for option in field.options)
    most = field.limits.max_length
    return f"{kind}, up to {most:,} characters" if most else kind


def _readers(field: Field) -> str:
    return KEPT_APART if field.is_identity_hint else READERS.get(field.visible_to, field.visible_to)
