"""The app: extensions, guards, pages and resources put together, once per process."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from api.auth import set_up_accounts
from api.camunda.routes import blueprint as camunda
from api.errors import set_up_errors
from api.extensions import attach_engine, db
from api.health import health
from api.log_in import WORDS
from api.logs import set_up_logs
from api.openapi import set_up_api
from api.pages import register_pages
from api.reading import set_up_reading
from api.security import set_up_security
from api.session_store import SessionStore
from api.sessions import DatabaseSessions
from engine.context import Engine, open_engine
from engine.persistence.database import Database, engine_options
from engine.settings import Settings

MOST_REQUEST_BYTES = 25_000_000
"""A little more than the largest bundle that can be deployed."""
MOST_FORM_BYTES = 2_000_000
CHANGED = "Your password is changed. Your other sessions have ended."


def create_app(settings: Settings | None = None, *, engine: Engine | None = None) -> Flask:
    """Return the app. Given an `engine`, it uses that; otherwise it opens one for the settings.

    Raises:
        SettingsError: a setting is missing or wrong.
    """
    given = engine.settings if engine else settings or Settings.from_environment()
    given.require_keys()
    set_up_logs()
    app = Flask(__name__)
    app.config.update(_configuration(given))
    engine = engine or _open_engine(app, given)
    attach_engine(app, engine)
    if given.base_url.startswith("https:"):
        # Something in front ends TLS: exactly one proxy, which says who is asking.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    app.session_interface = DatabaseSessions(app, SessionStore(engine))
    set_up_errors(app)
    set_up_reading(app)
    set_up_security(app)
    set_up_accounts(app, engine)
    app.register_blueprint(health)
    app.register_blueprint(camunda)
    set_up_api(app)
    register_pages(app)
    return app


def _open_engine(app: Flask, settings: Settings) -> Engine:
    """Open the engine on Flask-SQLAlchemy's pool, so that a process has only one."""
    app.config["SQLALCHEMY_DATABASE_URI"] = _absolute(settings.database_url)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    db.init_app(app)
    with app.app_context():
        return open_engine(settings, database=Database(db.engine))


def _absolute(database_url: str) -> str:
    """Return the URL with an absolute path: Flask-SQLAlchemy counts from a folder of its own."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return database_url
    return f"sqlite:///{Path(url.database).resolve()}"


def _configuration(settings: Settings) -> dict[str, object]:
    is_https = settings.base_url.startswith("https:")
    return {
        "SECRET_KEY": settings.secret_key,
        # The __Host- prefix makes browsers refuse the cookie from anywhere but this host.
        "SESSION_COOKIE_NAME": "__Host-session" if is_https else "session",
        "SESSION_COOKIE_SECURE": is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": MOST_REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MOST_FORM_BYTES,
        # The guard in api/security.py decides; a form lives as long as its session.
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": True,
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_STATIC_FOLDER": None,
        # Negative: no second question for the password; a session ends after a day's work anyway.
        "SECURITY_FRESHNESS": timedelta(minutes=-1),
        "SECURITY_POST_CHANGE_VIEW": "pages_account.show_account",
        "SECURITY_MSG_PASSWORD_CHANGE": (CHANGED, "success"),
        **WORDS,
    }
