"""What the machinery that runs Concord asks: is the process alive, can it answer people."""

from collections.abc import Iterator

import structlog
from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from api.access import EVERYBODY, never_limited, open_to
from api.extensions import current_engine
from engine.context import Engine
from engine.errors import SettingsError
from engine.persistence.upgrading import is_current

LOG = structlog.get_logger("concord")
health = Blueprint("health", __name__)


@health.get("/livez")
@open_to(EVERYBODY)
@never_limited
def show_alive() -> Response:
    """Answer that the process runs."""
    return jsonify(status="alive")


@health.get("/readyz")
@open_to(EVERYBODY)
@never_limited
def show_ready() -> tuple[Response, int]:
    """Answer whether the database can be reached, is up to date, and the keys are there."""
    obstacles = list(_obstacles(current_engine()))
    status = "not ready" if obstacles else "ready"
    return jsonify(status=status, obstacles=obstacles), 503 if obstacles else 200


def _obstacles(engine: Engine) -> Iterator[str]:
    try:
        engine.settings.require_keys()
    except SettingsError:
        yield "a key is missing from the settings"
    try:
        with engine.open_reading() as work:
            work.session.execute(text("SELECT 1"))
        if not is_current(engine.database):
            yield "the database has to be upgraded: concord database upgrade"
    except Exception as failure:
        LOG.warning("database not reachable", exc_info=failure)
        yield "the database cannot be reached"
