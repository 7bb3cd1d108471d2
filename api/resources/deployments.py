"""Deployments and checks: bring a procedure in, or ask first what is wrong with it."""

from http import HTTPStatus
from typing import Any

from api.access import EDITORS, SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.definitions import (
    CheckResultSchema,
    DefinitionSchema,
    DeploymentSchema,
    FilesSchema,
)
from engine.definitions.bundle import Bundle, BundleRefusedError
from engine.definitions.checking import check_files
from engine.errors import InputRefusedError
from engine.queries.definitions import DefinitionRow, load_definition
from engine.runtime.deployments import deploy_bundle, publish_definition

deployments = Resource("deployments", "Bring a procedure in.")


@deployments.route("/deployments", methods=["POST"])
@open_to(EDITORS)
@deployments.arguments(DeploymentSchema)
@deployments.response(HTTPStatus.CREATED, DefinitionSchema)
@deployments.refuses(401, 403, 404, 422)
def deploy(body: dict[str, Any]) -> DefinitionRow:
    """Deploy the files as the next version, or publish it too; 422 lists every problem."""
    engine, actor = current_engine(), required_actor()
    bundle = _bundle(body["files"])
    definition_id = deploy_bundle(engine, actor, bundle, note=body["note"])
    if body["publish"]:
        publish_definition(engine, actor, definition_id)
    with reading() as work:
        return load_definition(engine, work, actor, definition_id)


@deployments.route("/checks", methods=["POST"])
@open_to(SIGNED_IN)
@deployments.arguments(FilesSchema)
@deployments.response(HTTPStatus.OK, CheckResultSchema)
@deployments.refuses(401, 422)
def check(body: dict[str, Any]) -> dict[str, Any]:
    """Check files without deploying them."""
    problems = check_files(_bundle(body["files"]).files)
    return {
        "can_be_deployed": not any(problem.is_error for problem in problems),
        "problems": problems,
    }


def _bundle(files: dict[str, str]) -> Bundle:
    try:
        return Bundle({path: content.encode() for path, content in files.items()})
    except BundleRefusedError as error:
        raise InputRefusedError(str(error)) from error
