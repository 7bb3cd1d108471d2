"""Who may come in where: every route says so, and one that does not is closed.

What a person may see inside is decided in the engine's queries and verbs, not here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from flask import Flask
from flask.typing import RouteCallable

from engine.reports.report import READERS
from engine.vocabulary import Role

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True)
class Access:
    """What a person needs to come in."""

    signed_in: bool = True
    roles: frozenset[Role] = frozenset()
    """One of these roles at any agency; empty: none is needed. Others find nothing there."""
    demo_only: bool = False
    """Exists in demo mode only."""


EVERYBODY = Access(signed_in=False)
SIGNED_IN = Access()
EDITORS = Access(roles=frozenset({Role.EDITOR, Role.ADMINISTRATOR}))
ADMINISTRATORS = Access(roles=frozenset({Role.ADMINISTRATOR}))
REPORT_READERS = Access(roles=READERS)
DEMO_EVERYBODY = Access(signed_in=False, demo_only=True)
DEMO_SIGNED_IN = Access(demo_only=True)

FOREIGN_VIEWS = {
    "static": EVERYBODY,
    "api-docs.openapi_json": EVERYBODY,
    "security.login": EVERYBODY,
    "security.logout": EVERYBODY,
    "security.change_password": SIGNED_IN,
}
"""Views of libraries, by endpoint: they cannot carry our mark."""

_ACCESS = "access"
_NEVER_LIMITED = "never_limited"
_KEEPS_TEXT = "keeps_text"


def open_to(access: Access) -> Callable[[View], View]:
    """Declare who may call a view."""

    def mark(view: View) -> View:
        setattr(view, _ACCESS, access)
        return view

    return mark


def never_limited(view: View) -> View:
    """Declare that no rate limit ever stops this view: a child in danger, a health check."""
    setattr(view, _NEVER_LIMITED, True)
    return view


def keeps_text(view: View) -> View:
    """Declare that a form that comes here without a session is kept until the person is back."""
    setattr(view, _KEEPS_TEXT, True)
    return view


def is_text_kept(app: Flask, endpoint: str, method: str) -> bool:
    """Tell whether a form sent to this route is kept when the session has ended."""
    return bool(_mark(app.view_functions[endpoint], method, _KEEPS_TEXT))


def access_to(app: Flask, endpoint: str, method: str) -> Access | None:
    """Return what a route declares, or None when it declares nothing."""
    if method == "OPTIONS" or endpoint in FOREIGN_VIEWS:
        return FOREIGN_VIEWS.get(endpoint, EVERYBODY)
    return cast("Access | None", _mark(app.view_functions[endpoint], method, _ACCESS))


def is_never_limited(app: Flask, endpoint: str, method: str) -> bool:
    """Tell whether rate limits leave this route alone."""
    return endpoint == "static" or bool(_mark(app.view_functions[endpoint], method, _NEVER_LIMITED))


def _mark(view: RouteCallable, method: str, name: str) -> object:
    """Return a mark of the view, or of the method of its class that answers."""
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return getattr(view, name, None)
    answers = "get" if method == "HEAD" else method.lower()
    return getattr(getattr(view_class, answers, None), name, None)
