"""Answers the Modeler as Camunda's engine would: connection, version, deployment, start."""

from collections.abc import Callable

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from api.access import EVERYBODY, SIGNED_IN, open_to
from api.auth import CAMUNDA_PREFIX, required_actor
from api.camunda.deploying import deploy
from api.camunda.origins import allow_desktop
from api.camunda.refusals import (
    answer_engine_error,
    answer_http_error,
    answer_unexpected,
    refusal,
)
from api.extensions import current_engine
from engine.errors import EngineError, NotAllowedError
from engine.queries.definitions import EDITING

VERSION = "7.24.0"
"""Of the Camunda whose answers these are. The Modeler compares it with that of the diagram."""
NO_EDITOR = "You edit no procedures. Use the token of somebody who does."
NOT_STARTED = (
    "Concord starts no case from a modeller: cases are about children. Open the draft in the "
    "workshop and choose “Try it”: {workshop}"
)

blueprint = Blueprint("camunda", __name__)
blueprint.after_request(allow_desktop)
blueprint.register_error_handler(HTTPException, answer_http_error)
blueprint.register_error_handler(EngineError, answer_engine_error)
blueprint.register_error_handler(Exception, answer_unexpected)

View = Callable[..., ResponseReturnValue]


def workshop_url() -> str:
    """Return the address of the workshop, as people reach it."""
    return f"{current_engine().settings.base_url.rstrip('/')}/workshop"


@open_to(SIGNED_IN)
def show_deployments() -> ResponseReturnValue:
    """Tell whether the log-in holds; the Modeler asks for no deployments (`maxResults=0`)."""
    _require_editor()
    return jsonify([])


@open_to(SIGNED_IN)
def show_version() -> ResponseReturnValue:
    """Tell which Camunda these answers are like."""
    return jsonify(version=VERSION)


@open_to(SIGNED_IN)
def create_deployment() -> ResponseReturnValue:
    """Take diagrams and forms into a draft."""
    _require_editor()
    return jsonify(deploy(current_engine(), required_actor(), request))


@open_to(SIGNED_IN)
def start_instance(process_definition_id: str) -> ResponseReturnValue:
    """Refuse to start a case, and say where a draft is tried instead."""
    del process_definition_id
    return refusal(400, "InvalidRequestException", NOT_STARTED.format(workshop=workshop_url()))


@open_to(EVERYBODY)
def show_webapps() -> ResponseReturnValue:
    """Tell where people look at what was deployed: the workshop. It is no secret."""
    # The Modeler adds a path of its own; behind the # it changes nothing.
    workshop = f"{workshop_url()}#/"
    return jsonify(adminUrl=workshop, cockpitUrl=workshop, tasklistUrl=workshop)


def _require_editor() -> None:
    actor = required_actor()
    if not any(actor.has_role(role) for role in EDITING):
        raise NotAllowedError(NO_EDITOR)


_BASE = CAMUNDA_PREFIX.rstrip("/")
_CALLS: tuple[tuple[str, str, View], ...] = (
    ("GET", "/deployment", show_deployments),
    ("GET", "/version", show_version),
    ("POST", "/deployment/create", create_deployment),
    ("POST", "/process-definition/<path:process_definition_id>/start", start_instance),
)
for _method, _path, _view in _CALLS:
    # Whoever types the address with a slash at its end makes the Modeler call `//version`. A
    # redirect would turn its POST into a GET.
    for _slashes in ("", "/"):
        blueprint.add_url_rule(
            f"{_BASE}{_slashes}{_path}",
            endpoint=_view.__name__,
            view_func=_view,
            methods=[_method],
            merge_slashes=False,
        )
blueprint.add_url_rule(
    "/.well-known/camunda-automation-platform/webapps",
    endpoint=show_webapps.__name__,
    view_func=show_webapps,
    methods=["GET"],
)
