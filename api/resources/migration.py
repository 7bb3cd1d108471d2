"""Migration: process instances go on in another version of their procedure."""

from typing import Any
from uuid import UUID

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.compared import load_version
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.migration import (
    DryRunSchema,
    MigrationPlanSchema,
    MigrationQuerySchema,
    MigrationSchema,
)
from api.schemas.operations import DoneSchema
from engine.definitions.comparison import compare_bundles
from engine.operations.at_once import DoneAtOnce, operate_at_once
from engine.operations.migration.finishing import free_to_go
from engine.operations.migration.going import TO_VERSION
from engine.operations.migration.plan import PlannedStep, plan_migration
from engine.operations.migration.versions import version_of
from engine.operations.previewing import preview_operation
from engine.vocabulary import OperationKind

migration = Resource("migration", "Running cases go on in another version, for administrators.")


@migration.route("/process-definitions/<int:process_definition_id>/migration-plan", methods=["GET"])
@open_to(ADMINISTRATORS)
@migration.arguments(MigrationQuerySchema, location="query")
@migration.response(200, MigrationPlanSchema)
@migration.refuses(401, 404, 422)
def show_plan(
    query: dict[str, Any], process_definition_id: int
) -> dict[str, tuple[PlannedStep, ...]]:
    """Plan the way from one version to another, from matching element ids."""
    engine = current_engine()
    with reading() as work:
        sides = [load_version(work, one) for one in (process_definition_id, query["to_version"])]
        old, new = (
            engine.definitions.compiled(work, one.process_definition_id or 0) for one in sides
        )
    plan = plan_migration(old, new, compare_bundles(old.bundle, new.bundle))
    return {"items": tuple(plan.steps.values())}


@migration.route("/process-instances/<uuid:process_instance_id>/migration", methods=["GET"])
@open_to(ADMINISTRATORS)
@migration.arguments(MigrationQuerySchema, location="query")
@migration.response(200, DryRunSchema)
@migration.refuses(401, 404, 422)
def try_out(query: dict[str, Any], process_instance_id: UUID) -> dict[str, Any]:
    """Say what would become of a process instance in another version. Nothing changes."""
    (shown,) = preview_operation(
        current_engine(),
        required_actor(),
        OperationKind.MIGRATE,
        [process_instance_id],
        {TO_VERSION: str(query["to_version"])},
    )
    with reading() as work:
        version = version_of(work, query["to_version"])
        procedure = current_engine().definitions.compiled(work, version.id).procedure
        is_free = free_to_go(work, procedure, [process_instance_id])
    return {
        "can_go": shown.effect is not None,
        "should_finish": not is_free,
        "outcome": shown.outcome,
        "timers": shown.effect.timers if shown.effect else (),
    }


@migration.route("/process-instances/<uuid:process_instance_id>/migration", methods=["POST"])
@open_to(ADMINISTRATORS)
@migration.arguments(MigrationSchema)
@migration.response(200, DoneSchema)
@migration.refuses(401, 404, 409, 422)
def migrate(body: dict[str, Any], process_instance_id: UUID) -> DoneAtOnce:
    """Let a case go on in another version, where it stands: all that runs in it, or nothing."""
    return operate_at_once(
        current_engine(),
        required_actor(),
        OperationKind.MIGRATE,
        process_instance_id,
        {TO_VERSION: str(body["to_version"])},
        body["reason"],
    )
