"""Shows a form as accessible GOV.UK HTML that needs no JavaScript, and answers as plain text."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from forms.fields import QUESTION_TYPES
from forms.markdown import render_markdown
from forms.reveals import Placement, place_fields
from forms.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from forms.definition import FormDefinition
    from forms.fields.field import Field


NOTHING: Mapping[str, Markup] = MappingProxyType({})
"""Nothing below any question."""


class Refusal(Protocol):
    """What a page knows of a refused answer; ``FieldError`` is one."""

    @property
    def key(self) -> str:
        """The question."""

    @property
    def message(self) -> str:
        """What to say about it."""


def render_form(
    form: FormDefinition,
    answers: Mapping[str, Any],
    *,
    errors: Iterable[Refusal] = (),
    below: Mapping[str, Markup] = NOTHING,
    context: Mapping[str, Any],
    functions: Mapping[str, Callable[..., Any]],
) -> Markup:
    """Return the fields of a form, without ``<form>`` and buttons.

    Defaults fill an untouched form. Once there is any answer, what is missing was left empty.
    ``below``: what stands under a question, by its key.
    """
    scope = Scope({}, context, functions)
    given = answers or _defaults(form, scope)
    messages = {error.key: error.message for error in errors}
    page = _Page(scope.with_answers(given), place_fields(form, scope), messages, below)
    return page.show_all(form.fields)


def render_answers(
    form: FormDefinition,
    answers: Mapping[str, Any],
    *,
    context: Mapping[str, Any],
    visible: Collection[str],
) -> list[tuple[str, str]]:
    """Return label and plain text of each answer that the reader may see, in reading order.

    ``visible`` holds the keys that the reader may see.
    """
    scope = Scope(answers, context, {})
    return [
        (field.label, QUESTION_TYPES[field.type].show(field, answers[key], scope))
        for key, field in form.questions.items()
        if key in visible and answers.get(key) not in (None, "", [])
    ]


def _defaults(form: FormDefinition, scope: Scope) -> dict[str, Any]:
    found = {key: _default(field, scope) for key, field in form.questions.items()}
    return {key: value for key, value in found.items() if value is not None}


def _default(field: Field, scope: Scope) -> Any:
    if field.default_expression is None:
        return field.default
    return QUESTION_TYPES[field.type].keep(field, scope.evaluate(field.default_expression))


class _Page:
    """One showing of a form: its answers, its errors, and where conditional fields stand."""

    def __init__(
        self,
        scope: Scope,
        placement: Placement,
        messages: Mapping[str, str],
        below: Mapping[str, Markup],
    ) -> None:
        self._scope = scope
        self._placement = placement
        self._messages = messages
        self._below = below

    def show_all(self, fields: Sequence[Field]) -> Markup:
        """Return the HTML of those fields that do not stand elsewhere."""
        elsewhere = self._placement.moved | self._placement.left_out
        return Markup("\n").join(self._show(field) for field in fields if field.id not in elsewhere)

    def _show(self, field: Field) -> Markup:
        if field.type == "text":
            return _fill("text", html=render_markdown(field.label))
        sentence = self._placement.sentences.get(field.id, "")
        if field.type == "group":
            inside = self.show_all(field.children)
            return _fill("group", field=field, sentence=sentence, html=inside)
        return self._show_question(field, sentence)

    def _show_question(self, field: Field, sentence: str) -> Markup:
        kind = QUESTION_TYPES[field.type]
        if field.readonly:
            value = _default(field, self._scope)
            shown = "" if value is None else kind.show(field, value, self._scope)
            return _fill("readonly", field=field, value=shown)
        hint = " ".join(filter(None, (sentence, field.hint)))
        message = self._messages.get(field.key)
        question = _fill(
            field.type,
            field=field,
            id=f"f-{field.key}",
            label=field.label if field.required else f"{field.label} (optional)",
            hint={"text": hint} if hint else None,
            error={"text": message} if message else None,
            reveals=self._reveals(field),
            **kind.view(field, self._scope.answers.get(field.key), self._scope),
        )
        return question + self._below.get(field.key, Markup())

    def _reveals(self, field: Field) -> Mapping[str, Markup]:
        """Return the HTML that stands under each answer to a question."""
        return {
            value: Markup("\n").join(self._show(one) for one in fields)
            for (key, value), fields in self._placement.under.items()
            if key == field.key
        }


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        loader=PrefixLoader(
            {
                "fields": PackageLoader("forms", "fields"),
                "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
            },
        ),
    )


def _fill(template: str, **values: Any) -> Markup:
    return Markup(_environment().get_template(f"fields/{template}.html").render(values))  # noqa: S704
