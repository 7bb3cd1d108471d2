"""Deployments and checks: bring a procedure in, or ask first what is wrong with it."""

from http import HTTPStatus
from typing import Any

from api.access import EDITORS, SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.definitions import (
    BroughtInSchema,
    CheckResultSchema,
    DeploymentSchema,
    FilesSchema,
)
from engine.definitions.bundle import Bundle, BundleRefusedError
from engine.errors import InputRefusedError
from engine.queries.definitions import load_definition
from engine.queries.directory_checks import check_with_directory
from engine.workshop.bringing_in import bring_in

deployments = Resource("deployments", "Bring a procedure in.")


@deployments.route("/deployments", methods=["POST"])
@open_to(EDITORS)
@deployments.arguments(DeploymentSchema)
@deployments.response(HTTPStatus.CREATED, BroughtInSchema)
@deployments.refuses(401, 403, 404, 422)
def deploy(body: dict[str, Any]) -> dict[str, Any]:
    """Make the files a draft of yours, which a colleague approves; or publish them.

    422 lists every problem, and nothing is stored. Publishing without a second person is for
    administrators of the partnership's office. Sending the same again changes nothing.
    """
    engine, actor = current_engine(), required_actor()
    bundle = _bundle(body["files"])
    became = bring_in(engine, actor, bundle, publish=body["publish"], note=body["note"])
    if became.process_definition_id is None:
        return {"draft_id": became.draft_id, "process_definition": None}
    with reading() as work:
        row = load_definition(engine, work, actor, became.process_definition_id)
    return {"draft_id": None, "process_definition": row}


@deployments.route("/checks", methods=["POST"])
@open_to(SIGNED_IN)
@deployments.arguments(FilesSchema)
@deployments.response(HTTPStatus.OK, CheckResultSchema)
@deployments.refuses(401, 422)
def check(body: dict[str, Any]) -> dict[str, Any]:
    """Check files without deploying them; also whether there are people for them here and now."""
    files, now = _bundle(body["files"]).files, current_engine().clock.now()
    with reading() as work:
        problems = check_with_directory(work, files, now)
    return {
        "can_be_deployed": not any(problem.is_error for problem in problems),
        "problems": problems,
    }


def _bundle(files: dict[str, str]) -> Bundle:
    try:
        return Bundle({path: content.encode() for path, content in files.items()})
    except BundleRefusedError as error:
        raise InputRefusedError(str(error)) from error
    except UnicodeEncodeError as error:  # JSON can carry half a character
        raise InputRefusedError("A file holds characters that no text can hold.") from error
