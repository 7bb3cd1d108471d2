"""Migration: choose two versions, see the plan and what becomes of each case, and let them go."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.migration_view import View, view_migration
from api.reading import reading
from engine.errors import InputRefusedError
from engine.operations.asking import ask_operation, checked_reason
from engine.operations.migration.finishing import free_to_go
from engine.operations.migration.going import TO_VERSION
from engine.operations.migration.versions import version_of
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.instance_filters import OPEN, InstanceFilter
from engine.queries.instance_versions import VersionRow, administered_versions
from engine.queries.instances import choose_all
from engine.vocabulary import OperationKind

blueprint = Blueprint("pages_operations_migration", __name__)

FINISHING = "finishing"
NONE_CHOSEN = "Choose at least one case, or all of them"
TAKEN_ON = "The cases are migrated one after the other. You may leave this page."


@blueprint.get("/operations/migration")
@open_to(ADMINISTRATORS)
def plan_migration() -> ResponseReturnValue:
    """Ask for two versions; with both, show the plan and a dry run."""
    old, new = (_number(request.args.get(name, "")) for name in ("old", "new"))
    return _page(old, new)


@blueprint.post("/operations/migration")
@open_to(ADMINISTRATORS)
def migrate() -> ResponseReturnValue:
    """Let the chosen cases go, and lead to how far it has come."""
    engine, actor = current_engine(), required_actor()
    old, new = (_number(request.form.get(name, "")) for name in ("old", "new"))
    if old is None or new is None:
        return _page(old, new)
    chosen = request.form.getlist("instance", type=UUID)
    try:
        reason = checked_reason(request.form.get("reason", ""))
        if "all" in request.form:
            with reading() as work:
                only = InstanceFilter(state=OPEN, process_definition_id=old)
                chosen = list(choose_all(engine, work, actor, only))
                if FINISHING not in request.form:
                    chosen = _free_to_go(work, chosen, new)
        if not chosen:
            return _page(old, new, NONE_CHOSEN), 422
        operation_id = ask_operation(
            engine, actor, OperationKind.MIGRATE, chosen, {TO_VERSION: str(new)}, reason
        )
    except InputRefusedError as refused:
        return _page(old, new, str(refused)), 422
    flash(TAKEN_ON)
    return redirect(f"{url_for('.plan_migration').removesuffix('/migration')}/log/{operation_id}")


def _free_to_go(work: UnitOfWork, chosen: list[UUID], new: int) -> list[UUID]:
    version = version_of(work, new)
    return free_to_go(
        work, current_engine().definitions.compiled(work, version.id).procedure, chosen
    )


def _page(old: int | None, new: int | None, problem: str = "") -> str:
    engine, actor = current_engine(), required_actor()
    view: View | None = None
    with reading() as work:
        versions = administered_versions(work, actor)
        chosen = _pair(versions, old, new)
        if chosen is not None:
            view = view_migration(engine, work, actor, chosen, request.args.get("page"))
    if view is None and (old is not None or new is not None):
        problem = "Choose two different versions of the same procedure"
    return render_template(
        "pages/migration.html",
        view=view,
        problem=problem,
        reason=request.form.get("reason", ""),
        ticked=set(request.form.getlist("instance")),
        is_posted=request.method == "POST",
        takes_finishing=FINISHING in request.form,
        items={"old": _items(versions, old), "new": _items(versions, new)},
    )


def _pair(
    versions: tuple[VersionRow, ...], old: int | None, new: int | None
) -> tuple[VersionRow, VersionRow] | None:
    known = {version.id: version for version in versions}
    before, after = known.get(old or 0), known.get(new or 0)
    if before is None or after is None or before == after or before.key != after.key:
        return None
    return before, after


def _items(versions: tuple[VersionRow, ...], chosen: int | None) -> list[dict[str, object]]:
    listed = [
        {
            "value": version.id,
            "text": f"{version.name}: version {version.version}, edition {version.edition}",
            "selected": version.id == chosen,
        }
        for version in versions
    ]
    return [{"value": "", "text": "Choose"}, *listed]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004
