"""Values that an administrator gives, with the fields of the procedure’s own forms."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from engine.operations.kind import AskedForm
from forms.posted import names_of, read_posted
from forms.rendering import render_answers, render_form

NAMES_OF_THE_PAGE: Final = frozenset({"instance", "fitting", "change", "csrf_token"})
"""Names of other inputs on the page. A form with such a question is answered as JSON."""


FIELDS: Final = "fields"
NOTHING: Final = "nothing"


@dataclass(frozen=True)
class ShownFields:
    """The fields, and what was answered in them."""

    control: str
    """`fields`; `nothing` when nothing is asked."""
    html: Markup
    said: tuple[tuple[str, str], ...]
    """Label and answer in words."""
    typed: str
    """The answers as JSON; empty when nothing was answered."""


def is_one_form(offered: Collection[AskedForm | None]) -> bool:
    """Tell whether all of the process instances offer one form, which the page can show."""
    forms = {None if one is None else one.form for one in offered}
    form = forms.pop() if len(forms) == 1 else None
    return form is not None and not names_of(form) & NAMES_OF_THE_PAGE


def show_fields(asked: AskedForm, typed: str, posted: MultiDict[str, str] | None) -> ShownFields:
    """Return the fields with what was posted into them, or with what was typed before, as JSON."""
    known = _read(asked, typed) if posted is None else read_posted(asked.form, posted)
    fields = render_form(
        asked.form, known or asked.known, context=asked.context, functions=asked.functions
    )
    said = render_answers(asked.form, known, context=asked.context, visible=known.keys())
    control = FIELDS if asked.form.questions else NOTHING
    return ShownFields(control, fields, tuple(said), _written(asked, known))


def _read(asked: AskedForm, typed: str) -> Mapping[str, Any]:
    try:
        value = json.loads(typed) if typed else None
    except ValueError:
        value = None
    given = {asked.only: value} if asked.only else value
    if not isinstance(given, dict):
        return {}
    questions = asked.form.questions
    return {key: one for key, one in given.items() if key in questions and one is not None}


def _written(asked: AskedForm, known: Mapping[str, Any]) -> str:
    value = known.get(asked.only) if asked.only else known
    return "" if value in (None, {}) else json.dumps(value, ensure_ascii=False)
