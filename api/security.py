"""What stands between the network and a view: access, CSRF, rate limits, headers."""

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

from api.access import Access, access_to, is_never_limited
from api.auth import READING, ask_to_log_in, current_actor, current_bearer, require_scope
from api.extensions import csrf, current_engine, limiter

A_YEAR = 31_536_000
LARGEST_ID = 2_147_483_647
LOG_IN = "security.login"
LOG_INS = (LOG_IN, "account.log_in_to_demo")
"""What the forms of the log-in page lead to."""
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)


def set_up_security(app: Flask) -> None:
    """Guard every request and put the headers on every answer."""
    csrf.init_app(app)
    app.before_request(guard)
    # After the guard, which finds out who is asking.
    limiter.init_app(app)
    app.after_request(add_headers)


def guard() -> ResponseReturnValue | None:
    """Let a request through, or answer it: log in first, nothing here, not allowed."""
    if request.endpoint is None:
        return None
    access = _declared_access(request.endpoint)
    is_hidden = access.demo_only and not current_engine().settings.demo
    if is_hidden or not all(map(_can_be_stored, (request.view_args or {}).values())):
        abort(404)
    answer = _identify(access) if access.signed_in else None
    # A token is never sent by a browser on its own, as a cookie is.
    if answer is None and request.method not in READING and current_bearer() is None:
        answer = _check_form()
    return answer


def _check_form() -> ResponseReturnValue | None:
    """Check the token of a form; a log-in page that stood open for too long is shown again."""
    try:
        csrf.protect()
    except CSRFError:
        if request.endpoint not in LOG_INS:
            raise
        return redirect(url_for(LOG_IN, next=request.values.get("next") or None, stale=1))
    return None


def _declared_access(endpoint: str) -> Access:
    access = access_to(current_app, endpoint, request.method)
    if access is None:
        # Tests walk all routes, so that nobody meets this.
        message = f"{endpoint} declares no access"
        raise RuntimeError(message)
    return access


def _identify(access: Access) -> ResponseReturnValue | None:
    """Find out who is asking; answer those who have to log in, or have nothing to do here."""
    actor = current_actor()
    if actor is None:
        return ask_to_log_in()
    if access.roles and not any(actor.has_role(role) for role in access.roles):
        abort(404)
    require_scope()
    return None


def _can_be_stored(value: object) -> bool:
    """Tell whether a part of the path could be a key: databases choke on what could not."""
    if isinstance(value, int):
        return value <= LARGEST_ID
    return "\0" not in str(value)


@limiter.request_filter
def _is_never_limited() -> bool:
    endpoint = request.endpoint
    return endpoint is None or is_never_limited(current_app, endpoint, request.method)


def let_reader_keep() -> None:
    """Let the program that asked keep this answer, and ask each time whether it still holds."""
    g.cache_control = "private, no-cache"


def allow_inline_styles() -> None:
    """Let this one answer set styles in its markup: bpmn-js draws with them. Scripts never may."""
    g.content_policy = CONTENT_POLICY.replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    )


def add_headers(response: Response) -> Response:
    """Put the security headers on an answer."""
    is_https = current_engine().settings.base_url.startswith("https:")
    headers = Secure(
        csp=ContentSecurityPolicy().value(g.get("content_policy", CONTENT_POLICY)),
        hsts=StrictTransportSecurity().max_age(A_YEAR) if is_https else None,
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        permissions=PermissionsPolicy().value("camera=(), geolocation=(), microphone=()"),
        # Not "no-referrer": on https the CSRF check looks at the referrer of our own forms.
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )
    headers.set_headers(response)
    if request.endpoint != "static":
        # Pages hold case data; a shared computer must not show them after log-out.
        response.headers["Cache-Control"] = g.get("cache_control", "no-store")
    return response
