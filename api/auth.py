"""Who is asking: a person who has logged in, or the bearer of a personal token."""

from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, flash, g, redirect, request, url_for
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_login import user_logged_in
from flask_security import Security, current_user, login_user
from werkzeug.exceptions import Forbidden, Unauthorized

from api.access import DEMO_EVERYBODY, SIGNED_IN, is_text_kept, open_to
from api.accounts import Account, AccountStore
from api.basic import bearer_by_name
from api.change_password import ChangeForm
from api.extensions import current_engine
from api.kept_text import keep_posted_text
from api.log_in import LogInForm
from api.reading import reading
from api.sessions import change_session_id, end_other_sessions
from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError
from engine.queries.actors import Member, list_members, load_actor, members_by_agency
from engine.runtime.access_tokens import TokenBearer, find_bearer

API_PREFIX = "/v1/"
CAMUNDA_PREFIX = "/engine-rest/"
"""Where the desktop Camunda Modeler calls."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})
DEMO_DOMAIN = ".example"
"""People whom the demonstration lets in with one click. Nobody real has such an address."""
BEARER = "Bearer "
SESSIONS_ENDED = "You are logged out everywhere else."
NO_OTHER_SESSION = "You were not logged in anywhere else."

pages = Blueprint("account", __name__)


def set_up_accounts(app: Flask, engine: Engine) -> None:
    """Add log-in, log-out and change of password to the app."""
    security = Security(
        app, AccountStore(engine), login_form=LogInForm, change_password_form=ChangeForm
    )
    # Flask-Security's own tokens would let a client in without a session that can be ended.
    security.want_json(lambda _request: False)
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    security.login_context_processor(_demo_people)
    user_logged_in.connect(_begin_session, app)
    app.register_blueprint(pages)


def current_actor() -> Actor | None:
    """Return who is asking, looked up once per request; nobody in particular gives None."""
    if "actor" not in g:
        g.actor = _find_actor()
    return cast("Actor | None", g.actor)


def required_actor() -> Actor:
    """Return who is asking, on a route that only signed-in people reach."""
    actor = current_actor()
    if actor is None:
        raise Unauthorized
    return actor


def current_bearer() -> TokenBearer | None:
    """Return whose token came with this request. Tokens are for the API, not for pages.

    Raises:
        Unauthorized: a token came that is unknown or over.
    """
    if "bearer" not in g:
        g.bearer = _find_bearer()
    return cast("TokenBearer | None", g.bearer)


def is_api_request() -> bool:
    """Tell whether this request is for the JSON API."""
    return request.path.startswith(API_PREFIX)


def is_modeler_request() -> bool:
    """Tell whether this request is one of the desktop Camunda Modeler's."""
    return request.path.startswith(CAMUNDA_PREFIX)


def require_scope() -> None:
    """Refuse a token that may not do this.

    Raises:
        Forbidden: its scopes do not cover the request.
    """
    bearer = current_bearer()
    needed = "read" if request.method in READING else "write"
    if bearer is not None and needed not in bearer.scopes:
        raise Forbidden(f"This token does not have the scope “{needed}”.")


def expects_json() -> bool:
    """Tell whether a program reads the answer: the API's, or a script on one of our pages."""
    accepted = request.accept_mimetypes
    is_called = is_api_request() or is_modeler_request()
    return is_called or (accepted.accept_json and not accepted.accept_html)


def ask_to_log_in() -> ResponseReturnValue:
    """Answer somebody who has to log in first. A form that they sent is kept for afterwards.

    Raises:
        Unauthorized: a program asks, which cannot log in on a page.
    """
    if expects_json():
        raise Unauthorized
    if request.method not in READING and is_text_kept(
        current_app, request.endpoint or "", request.method
    ):
        keep_posted_text()
    target = _page_to_come_back_to()
    return redirect(url_for("security.login", next=None if target == "/" else target))


def _page_to_come_back_to() -> str:
    """Return what can be opened after the log-in; some addresses only take forms."""
    if request.method in READING:
        return request.full_path.rstrip("?")
    addresses = request_ctx.url_adapter
    has_page = addresses is not None and addresses.test(request.path, "GET")
    return request.path if has_page else url_for("pages_inbox.show_inbox")


@pages.post("/demo/login")
@open_to(DEMO_EVERYBODY)
def log_in_to_demo() -> ResponseReturnValue:
    """Log in as a person of the demonstration with one click."""
    email = request.form.get("email", "").strip().lower()
    account = AccountStore(current_engine()).find_user(email=email)
    if account is None or not account.active or not email.endswith(DEMO_DOMAIN):
        abort(404)
    login_user(account, remember=False)
    return redirect(local_path(request.form.get("next")))


@pages.post("/account/sessions/end")
@open_to(SIGNED_IN)
def end_sessions_elsewhere() -> ResponseReturnValue:
    """End the person's sessions in every other browser."""
    ended = end_other_sessions()
    flash(SESSIONS_ENDED if ended else NO_OTHER_SESSION, "success")
    return redirect(local_path(request.form.get("next")))


def local_path(target: str | None) -> str:
    """Return a path of this site to go on to; anything else leads to the start page."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    if not target.isprintable():
        # A line break would end the header that names the path.
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc else target


def _find_actor() -> Actor | None:
    bearer = current_bearer()
    if bearer is not None:
        person_id = bearer.person_id
    elif is_modeler_request():
        # No cookie counts there: these addresses ask for no CSRF token.
        return None
    elif current_user.is_authenticated:
        person_id = cast("Account", current_user).id
    else:
        return None
    engine = current_engine()
    try:
        with reading() as work:
            return load_actor(work, person_id, engine.clock.now())
    except NotFoundError:
        return None


def _find_bearer() -> TokenBearer | None:
    header = request.headers.get("Authorization", "")
    if is_modeler_request() and request.authorization and request.authorization.type == "basic":
        return bearer_by_name(request.authorization)
    if not header.startswith(BEARER) or not (is_api_request() or is_modeler_request()):
        return None
    with reading() as work:
        bearer = find_bearer(work, header.removeprefix(BEARER).strip())
    if bearer is None:
        raise Unauthorized("This token is unknown, or its time is over.")
    return bearer


def _begin_session(_app: Flask, **_given: object) -> None:
    change_session_id()


def _demo_people() -> dict[str, dict[str, dict[str, list[Member]]]]:
    """Return the demonstration's people by partnership and agency, for the log-in page."""
    engine = current_engine()
    if not engine.settings.demo:
        return {"demo_people": {}}
    with reading() as work:
        members = list_members(work, engine.clock.now())
    demo_members = [member for member in members if member.email.endswith(DEMO_DOMAIN)]
    return {"demo_people": members_by_agency(demo_members)}
