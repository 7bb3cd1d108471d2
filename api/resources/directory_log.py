"""The directory as a whole: its log, the roles that nobody holds, and files."""

from typing import Any

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.directory_log import (
    ChangesPageSchema,
    ChangesQuerySchema,
    ImportPreviewSchema,
    ImportSchema,
    MissingRolesSchema,
)
from engine.directory.importing import ImportPreview, import_directory, preview_import
from engine.queries.directory_log import ChangeRow, list_directory_changes
from engine.queries.missing_roles import list_missing_roles
from engine.queries.paging import Page

directory_log = Resource("directory", "The log of the directory, and files for it.")


@directory_log.route("/directory/changes", methods=["GET"])
@open_to(ADMINISTRATORS)
@directory_log.arguments(ChangesQuerySchema, location="query")
@directory_log.response(200, ChangesPageSchema)
@directory_log.refuses(401, 404, 422)
def show_changes(query: dict[str, Any]) -> Page[ChangeRow]:
    """List who changed what, when and why, the newest first."""
    with reading() as work:
        return list_directory_changes(
            work,
            required_actor(),
            person_id=query["person_id"],
            agency_key=query["agency"],
            limit=query["limit"],
            cursor=query["cursor"],
        )


@directory_log.route("/directory/missing-roles", methods=["GET"])
@open_to(ADMINISTRATORS)
@directory_log.response(200, MissingRolesSchema)
@directory_log.refuses(401, 404)
def show_missing_roles() -> dict[str, Any]:
    """List the procedures that new cases follow, each with the roles that nobody holds."""
    engine = current_engine()
    with reading() as work:
        return {"items": list_missing_roles(engine, work, required_actor(), engine.clock.now())}


@directory_log.route("/directory/import", methods=["POST"])
@open_to(ADMINISTRATORS)
@directory_log.arguments(ImportSchema)
@directory_log.response(200, ImportPreviewSchema)
@directory_log.refuses(401, 404, 422)
def bring_in(body: dict[str, Any]) -> ImportPreview:
    """Bring a CSV file in, all of it or nothing; `preview`: only say what would happen."""
    engine, actor = current_engine(), required_actor()
    content = body["csv"].encode(errors="replace")
    if body["preview"]:
        return preview_import(engine, actor, content)
    return import_directory(engine, actor, content, reason=body["reason"], digest=body["digest"])
