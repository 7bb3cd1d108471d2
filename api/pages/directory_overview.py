"""The directory: where each part of it is, its log, and the roles that nobody holds."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.directory_typed import required, text_of
from api.reading import reading
from engine.directory.partnerships import rename_partnership
from engine.errors import InputRefusedError
from engine.queries.directory_agencies import list_areas_of_directory
from engine.queries.directory_log import list_directory_changes
from engine.queries.missing_roles import list_missing_roles
from engine.queries.partnerships import administered_partnerships

blueprint = Blueprint("pages_operations_directory", __name__)

NEWEST = 5
RENAMED = "The partnership has its new name."


@blueprint.get("/operations/directory")
@open_to(ADMINISTRATORS)
def show_directory() -> ResponseReturnValue:
    """Show the partnerships of the reader, their areas and what changed last."""
    return _page()


@blueprint.post("/operations/directory/partnerships/<partnership_key>")
@open_to(ADMINISTRATORS)
def rename(partnership_key: str) -> ResponseReturnValue:
    """Give a partnership another name."""
    try:
        name = required(request.form, "name", "Enter the name of the partnership.")
        rename_partnership(current_engine(), required_actor(), partnership_key, name)
    except InputRefusedError as refused:
        return _page(str(refused)), STATUS[refused.code]
    flash(RENAMED, "success")
    return redirect(url_for(".show_directory"))


@blueprint.get("/operations/directory/changes")
@open_to(ADMINISTRATORS)
def show_changes() -> ResponseReturnValue:
    """Show who changed what and when, the newest first."""
    person = request.args.get("person", type=int)
    agency = text_of(request.args, "agency") or None
    with reading() as work:
        page = list_directory_changes(
            work,
            required_actor(),
            person_id=person,
            agency_key=agency,
            cursor=request.args.get("after"),
        )
    following = page.next_cursor and url_for(
        ".show_changes", person=person, agency=agency, after=page.next_cursor
    )
    return render_template("pages/directory_changes.html", rows=page.rows, next_url=following)


@blueprint.get("/operations/directory/roles")
@open_to(ADMINISTRATORS)
def show_missing_roles() -> ResponseReturnValue:
    """Show the roles that nobody holds, on the procedures that need them."""
    engine = current_engine()
    with reading() as work:
        rows = list_missing_roles(engine, work, required_actor(), engine.clock.now())
    return render_template("pages/directory_roles.html", rows=rows)


def _page(found: str = "") -> str:
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        return render_template(
            "pages/directory.html",
            partnerships=administered_partnerships(work, actor),
            areas=list_areas_of_directory(work, actor, engine.clock.now()),
            newest=list_directory_changes(work, actor, limit=NEWEST).rows,
            found=found,
        )
