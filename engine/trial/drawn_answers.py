"""Makes answers that were drawn by chance valid: what the form refuses is left to suggestions."""

from collections.abc import Mapping
from typing import Any

from engine.runtime.task_forms import TaskForm
from forms.errors import AnswersRefused
from forms.suggestion import NoSuggestion, suggest_answers


def valid_answers(shown: TaskForm, drawn: Mapping[str, Any]) -> dict[str, Any]:
    """Return valid answers with as much as possible of what was drawn.

    Raises:
        NoSuggestion: there are no valid answers at all.
    """
    left = dict(drawn)
    while True:
        try:
            return suggest_answers(shown.form, left, shown.context, shown.functions)
        except NoSuggestion as none:
            if not left:
                raise
            for key in _in_the_way(none, left) or list(left):
                del left[key]


def _in_the_way(none: NoSuggestion, drawn: Mapping[str, Any]) -> set[str]:
    refused = none.__cause__
    if not isinstance(refused, AnswersRefused):
        return set()
    return {error.key for error in refused.errors} & drawn.keys()
