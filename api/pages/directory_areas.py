"""Areas of the directory: which edition new cases follow there."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.directory_typed import choices, required, text_of
from api.pages.wording import named_edition
from api.reading import reading
from engine.directory.areas import WantedArea, add_area, change_area
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.queries.directory_agencies import (
    AgencyFilter,
    DirectoryArea,
    list_agencies_of_directory,
    list_editions_for_areas,
    load_area_of_directory,
)
from engine.queries.paging import MOST_ROWS
from engine.queries.partnerships import administered_partnerships

blueprint = Blueprint("pages_operations_directory_areas", __name__)

SAVED = "The area is saved. Running cases keep the edition with which they began."
ADDED = "The area is in the directory."
COUNCILS = AgencyFilter(sector="local-authority")


@blueprint.get("/operations/directory/new-area")
@open_to(ADMINISTRATORS)
def new_area() -> ResponseReturnValue:
    """Show the form for a new area."""
    return _page(None, WantedArea(""))


@blueprint.post("/operations/directory/new-area")
@open_to(ADMINISTRATORS)
def add() -> ResponseReturnValue:
    """Add an area."""
    wanted = _wanted(text_of(request.form, "key"))
    try:
        add_area(current_engine(), required_actor(), wanted)
    except (InputRefusedError, NotAllowedError, NotFoundError) as refused:
        return _page(None, wanted, str(refused)), STATUS[refused.code]
    flash(ADDED, "success")
    return redirect(url_for("pages_operations_directory.show_directory"))


@blueprint.get("/operations/directory/areas/<area_key>")
@open_to(ADMINISTRATORS)
def show_area(area_key: str) -> ResponseReturnValue:
    """Show one area to change."""
    row = _row(area_key)
    wanted = WantedArea(
        row.key,
        row.name,
        row.partnership_key,
        row.process_definition_key,
        row.edition,
        row.social_care_agency or "",
    )
    return _page(row, wanted)


@blueprint.post("/operations/directory/areas/<area_key>")
@open_to(ADMINISTRATORS)
def save(area_key: str) -> ResponseReturnValue:
    """Change an area."""
    row, wanted = _row(area_key), _wanted(area_key)
    try:
        required(request.form, "name", "Enter the name of the area.")
        change_area(current_engine(), required_actor(), wanted)
    except InputRefusedError as refused:
        return _page(row, wanted, str(refused)), STATUS[refused.code]
    flash(SAVED, "success")
    return redirect(url_for("pages_operations_directory.show_directory"))


def _row(area_key: str) -> DirectoryArea:
    with reading() as work:
        now = current_engine().clock.now()
        return load_area_of_directory(work, required_actor(), area_key, now)


def _wanted(key: str) -> WantedArea:
    partnership, procedure, edition = _split(text_of(request.form, "edition"))
    return WantedArea(
        key=key,
        name=text_of(request.form, "name"),
        partnership_key=partnership,
        process_definition_key=procedure,
        edition=edition,
        social_care_agency=text_of(request.form, "social_care"),
    )


def _split(chosen: str) -> tuple[str, str, str]:
    """Return partnership, procedure and edition of the option that was chosen."""
    parts = (*chosen.split("|", 2), "", "", "")
    return parts[0], parts[1], parts[2]


def _page(row: DirectoryArea | None, wanted: WantedArea, found: str = "") -> str:
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        partnerships = administered_partnerships(work, actor)
        editions = list_editions_for_areas(work, actor)
        agencies = list_agencies_of_directory(
            work, actor, engine.clock.now(), only=COUNCILS, limit=MOST_ROWS
        )
    here = [one for one in editions if row is None or one.partnership_key == row.partnership_key]
    options = [
        (
            f"{one.partnership_key}|{one.process_definition_key}|{one.edition}",
            f"{one.name}, {named_edition(one.edition)}"
            + (f" ({partnerships[one.partnership_key]})" if len(partnerships) > 1 else ""),
        )
        for one in here
    ]
    chosen = f"{wanted.partnership_key}|{wanted.process_definition_key}|{wanted.edition}"
    councils = [(one.key, one.name) for one in agencies.rows]
    # An area that has one keeps one.
    none = "" if row is not None and row.social_care_agency else "None"
    return render_template(
        "pages/directory_area.html",
        row=row,
        wanted=wanted,
        found=found,
        has_editions=bool(options),
        edition_items=choices(options, chosen, "" if row else "Choose an edition"),
        council_items=choices(councils, wanted.social_care_agency, none),
    )
