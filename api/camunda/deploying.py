"""Reads what the Modeler sends, and tells what became of it in Camunda's words."""

import uuid
from collections.abc import Mapping
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from flask import Request

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.workshop.placing import Placed, place_files

SOURCE = "Camunda Modeler"
NOTHING_SENT = "No resources specified. Send at least one diagram."
TWICE = "Two files have the same name."
LONGEST_NAME = 200


def deploy(engine: Engine, actor: Actor, sent: Request) -> dict[str, Any]:
    """Save the files that were sent in a draft; return a deployment as Camunda describes it.

    Raises:
        DeploymentRefusedError: the checks found errors; nothing was saved.
        InputRefusedError: nothing was sent, or nobody can tell to which procedure it belongs.
    """
    source = sent.form.get("deployment-source", "").strip()[:LONGEST_NAME] or SOURCE
    name = sent.form.get("deployment-name", "").strip()[:LONGEST_NAME]
    is_filtered = sent.form.get("enable-duplicate-filtering", "").strip().lower() == "true"
    placed = place_files(engine, actor, _files(sent), title=name, origin=f"from {source}")
    deployment_id = _deployment_id(placed)
    definitions = _definitions(placed, deployment_id)
    now = engine.clock.now()
    return {
        "links": [],
        "id": deployment_id,
        "name": name or placed.procedure,
        "source": source,
        "deploymentTime": f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}{now:%z}",
        "tenantId": None,
        # Empty is how the engine says that these very files were deployed before.
        "deployedProcessDefinitions": definitions if placed.is_new or not is_filtered else None,
        "deployedCaseDefinitions": None,
        "deployedDecisionDefinitions": None,
        "deployedDecisionRequirementsDefinitions": None,
    }


def _files(sent: Request) -> dict[str, bytes]:
    """Return the files by their own names, without any folder.

    Raises:
        InputRefusedError: there is none, or a name comes twice.
    """
    files: dict[str, bytes] = {}
    for part in chain.from_iterable(sent.files.listvalues()):
        name = PurePosixPath((part.filename or "").replace("\\", "/")).name
        if name in files:
            raise InputRefusedError(TWICE)
        if name:
            files[name] = part.stream.read()
    if not files:
        raise InputRefusedError(NOTHING_SENT)
    return files


def _deployment_id(placed: Placed) -> str:
    """Return the draft's id, or a name for the version that has the same files."""
    return str(placed.draft_id) if placed.draft_id else f"version-{placed.process_definition_id}"


def _definitions(placed: Placed, deployment_id: str) -> Mapping[str, Mapping[str, Any]]:
    return {
        definition["id"]: definition
        for process_id, file in placed.processes.items()
        for definition in (_definition(placed, deployment_id, process_id, file),)
    }


def _definition(placed: Placed, deployment_id: str, process_id: str, file: str) -> dict[str, Any]:
    suffix = uuid.uuid5(uuid.NAMESPACE_URL, f"{deployment_id}/{placed.revision}/{process_id}")
    return {
        "id": f"{process_id}:{placed.revision}:{suffix}",
        "key": process_id,
        "category": None,
        "description": None,
        "name": placed.procedure,
        "version": placed.revision,
        "resource": file,
        "deploymentId": deployment_id,
        "diagram": None,
        "suspended": False,
        "tenantId": None,
        "versionTag": None,
        "historyTimeToLive": None,
        "startableInTasklist": False,
    }
