"""The extensions, made without an app so that no module has to import the app."""

from typing import cast

from flask import Flask, current_app, g, request
from flask_limiter import Limiter
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from engine.context import Engine
from engine.persistence.tables import METADATA

MOST_REQUESTS = "1200 per minute"
_ENGINE = "concord"


def _asker() -> str:
    """Return whom a rate limit counts: a person, or the address of somebody not logged in."""
    actor = g.get("actor")
    return f"person {actor.person_id}" if actor else f"address {request.remote_addr}"


db = SQLAlchemy(metadata=METADATA)
csrf = CSRFProtect()
limiter = Limiter(_asker, default_limits=[MOST_REQUESTS], storage_uri="memory://")


def attach_engine(app: Flask, engine: Engine) -> None:
    """Give the app its engine."""
    app.extensions[_ENGINE] = engine


def engine_of(app: Flask) -> Engine:
    """Return the engine of an app."""
    return cast("Engine", app.extensions[_ENGINE])


def current_engine() -> Engine:
    """Return the engine of the app that answers this request."""
    return engine_of(current_app)
