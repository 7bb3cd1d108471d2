"""Agencies of the directory: find, add and change them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.directory_typed import choices, required, text_of
from api.reading import reading
from engine.directory.agencies import WantedAgency, add_agency, change_agency
from engine.directory.sectors import SECTORS
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.directory import PARTNERSHIP_SECTOR
from engine.queries.directory_agencies import (
    AgencyFilter,
    DirectoryAgency,
    list_agencies_of_directory,
    load_agency_of_directory,
)
from engine.queries.partnerships import administered_partnerships

blueprint = Blueprint("pages_operations_directory_agencies", __name__)

ADDED = "The agency is in the directory. Now somebody needs a role there."
SAVED = "The agency is saved."


@blueprint.get("/operations/directory/agencies")
@open_to(ADMINISTRATORS)
def show_agencies() -> ResponseReturnValue:
    """Show the agencies by name."""
    engine, name = current_engine(), text_of(request.args, "name")
    with reading() as work:
        page = list_agencies_of_directory(
            work,
            required_actor(),
            engine.clock.now(),
            only=AgencyFilter(name=name),
            cursor=request.args.get("after"),
        )
    following = page.next_cursor and url_for(
        ".show_agencies", name=name or None, after=page.next_cursor
    )
    return render_template(
        "pages/directory_agencies.html",
        rows=page.rows,
        name=name,
        next_url=following,
        sectors=SECTORS,
    )


@blueprint.get("/operations/directory/new-agency")
@open_to(ADMINISTRATORS)
def new_agency() -> ResponseReturnValue:
    """Show the form for a new agency."""
    return _page(None, WantedAgency(""))


@blueprint.post("/operations/directory/new-agency")
@open_to(ADMINISTRATORS)
def add() -> ResponseReturnValue:
    """Add an agency."""
    wanted = _wanted(text_of(request.form, "key"))
    try:
        add_agency(current_engine(), required_actor(), wanted)
    except (InputRefusedError, NotAllowedError, NotFoundError) as refused:
        return _page(None, wanted, str(refused)), STATUS[refused.code]
    flash(ADDED, "success")
    return redirect(url_for(".show_agency", agency_key=wanted.key))


@blueprint.get("/operations/directory/agencies/<agency_key>")
@open_to(ADMINISTRATORS)
def show_agency(agency_key: str) -> ResponseReturnValue:
    """Show one agency to change."""
    row = _row(agency_key)
    return _page(row, WantedAgency(row.key, row.name, row.sector, row.partnership_key))


@blueprint.post("/operations/directory/agencies/<agency_key>")
@open_to(ADMINISTRATORS)
def save(agency_key: str) -> ResponseReturnValue:
    """Change an agency."""
    row, wanted = _row(agency_key), _wanted(agency_key)
    try:
        required(request.form, "name", "Enter the name of the agency.")
        change_agency(current_engine(), required_actor(), wanted)
    except InputRefusedError as refused:
        return _page(row, wanted, str(refused)), STATUS[refused.code]
    flash(SAVED, "success")
    return redirect(url_for(".show_agency", agency_key=agency_key))


def _row(agency_key: str) -> DirectoryAgency:
    with reading() as work:
        now = current_engine().clock.now()
        return load_agency_of_directory(work, required_actor(), agency_key, now)


def _wanted(key: str) -> WantedAgency:
    return WantedAgency(
        key=key,
        name=text_of(request.form, "name"),
        sector=text_of(request.form, "sector"),
        partnership_key=text_of(request.form, "partnership"),
    )


def _page(row: DirectoryAgency | None, wanted: WantedAgency, found: str = "") -> str:
    with reading() as work:
        partnerships = administered_partnerships(work, required_actor())
    is_office = row is not None and row.sector == PARTNERSHIP_SECTOR
    sectors = {key: text for key, text in SECTORS.items() if key != PARTNERSHIP_SECTOR}
    return render_template(
        "pages/directory_agency.html",
        row=row,
        wanted=wanted,
        found=found,
        is_office=is_office,
        sector_items=choices(sectors, wanted.sector, "" if row else "Choose a sector"),
        partnership_items=choices(partnerships, wanted.partnership_key),
        one_partnership=len(partnerships) == 1,
        partnerships=partnerships,
    )
