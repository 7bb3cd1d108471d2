"""Forms that belong to Concord itself and to no procedure: they are in no bundle."""

from functools import cache
from importlib.resources import files

from forms.definition import FormDefinition, read_form

LATE = "LATE"
"""Why a time limit was not kept."""
CLOSE_OTHER = "CLOSE-OTHER"
"""Why a case is closed outside its procedure."""
AWAY = "AWAY"
"""When somebody is away, and who stands in."""
HAND_OVER = "HAND-OVER"
"""To whom a task is handed over, and a note to them."""
COMMENT = "COMMENT"
"""What somebody writes beside the forms of a procedure."""


@cache
def application_form(key: str) -> FormDefinition:
    """Return one of Concord's own forms."""
    return read_form(key, application_form_source(key))


def application_form_source(key: str) -> bytes:
    """Return the form-js document of one of Concord's own forms."""
    return files("forms").joinpath(f"definitions/shared/{key}.form").read_bytes()
