"""The directory's partnerships, agencies and areas."""

from typing import Any

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.directory import (
    AreasSchema,
    ChangedAgencySchema,
    ChangedAreaSchema,
    DirectoryAgencyPageSchema,
    DirectoryAgencyQuerySchema,
    DirectoryAgencySchema,
    DirectoryAreaSchema,
    NewAgencySchema,
    NewAreaSchema,
    PartnershipsSchema,
    WantedNameSchema,
)
from engine.directory.agencies import WantedAgency, add_agency, change_agency
from engine.directory.areas import WantedArea, add_area, change_area
from engine.directory.partnerships import rename_partnership
from engine.queries.directory_agencies import (
    AgencyFilter,
    DirectoryAgency,
    DirectoryArea,
    list_agencies_of_directory,
    list_areas_of_directory,
    load_agency_of_directory,
    load_area_of_directory,
)
from engine.queries.paging import Page
from engine.queries.partnerships import administered_partnerships

directory_places = Resource(
    "directory-places", "Partnerships, agencies and areas, for their administrators."
)


@directory_places.route("/directory/partnerships", methods=["GET"])
@open_to(ADMINISTRATORS)
@directory_places.response(200, PartnershipsSchema)
@directory_places.refuses(401, 404)
def show_partnerships() -> dict[str, Any]:
    """List the partnerships that you administer."""
    return {"items": _partnerships()}


@directory_places.route("/directory/partnerships/<partnership_key>", methods=["PUT"])
@open_to(ADMINISTRATORS)
@directory_places.arguments(WantedNameSchema)
@directory_places.response(200, PartnershipsSchema)
@directory_places.refuses(401, 403, 404, 422)
def rename(body: dict[str, Any], partnership_key: str) -> dict[str, Any]:
    """Give a partnership another name; its key stays."""
    rename_partnership(current_engine(), required_actor(), partnership_key, body["name"])
    return {"items": _partnerships()}


@directory_places.route("/directory/agencies", methods=["GET"])
@open_to(ADMINISTRATORS)
@directory_places.arguments(DirectoryAgencyQuerySchema, location="query")
@directory_places.response(200, DirectoryAgencyPageSchema)
@directory_places.refuses(401, 404, 422)
def show_agencies(query: dict[str, Any]) -> Page[DirectoryAgency]:
    """List agencies by name."""
    with reading() as work:
        return list_agencies_of_directory(
            work,
            required_actor(),
            current_engine().clock.now(),
            only=AgencyFilter(query["name"], query["sector"]),
            limit=query["limit"],
            cursor=query["cursor"],
        )


@directory_places.route("/directory/agencies", methods=["POST"])
@open_to(ADMINISTRATORS)
@directory_places.arguments(NewAgencySchema)
@directory_places.response(201, DirectoryAgencySchema)
@directory_places.refuses(401, 403, 404, 422)
def add(body: dict[str, Any]) -> DirectoryAgency:
    """Add an agency."""
    partnership = body.pop("partnership")
    wanted = WantedAgency(partnership_key=partnership, **body)
    add_agency(current_engine(), required_actor(), wanted)
    return _agency(wanted.key.strip())


@directory_places.route("/directory/agencies/<agency_key>", methods=["GET"])
@open_to(ADMINISTRATORS)
@directory_places.response(200, DirectoryAgencySchema)
@directory_places.refuses(401, 404)
def show_agency(agency_key: str) -> DirectoryAgency:
    """Show one agency."""
    return _agency(agency_key)


@directory_places.route("/directory/agencies/<agency_key>", methods=["PUT"])
@open_to(ADMINISTRATORS)
@directory_places.arguments(ChangedAgencySchema)
@directory_places.response(200, DirectoryAgencySchema)
@directory_places.refuses(401, 403, 404, 422)
def change(body: dict[str, Any], agency_key: str) -> DirectoryAgency:
    """Change an agency; what is left out stays."""
    change_agency(current_engine(), required_actor(), WantedAgency(agency_key, **body))
    return _agency(agency_key)


@directory_places.route("/directory/areas", methods=["GET"])
@open_to(ADMINISTRATORS)
@directory_places.response(200, AreasSchema)
@directory_places.refuses(401, 404)
def show_areas() -> dict[str, Any]:
    """List the areas of your partnerships, with the edition that new cases follow."""
    with reading() as work:
        now = current_engine().clock.now()
        return {"items": list_areas_of_directory(work, required_actor(), now)}


@directory_places.route("/directory/areas", methods=["POST"])
@open_to(ADMINISTRATORS)
@directory_places.arguments(NewAreaSchema)
@directory_places.response(201, DirectoryAreaSchema)
@directory_places.refuses(401, 403, 404, 422)
def add_one_area(body: dict[str, Any]) -> DirectoryArea:
    """Add an area."""
    partnership = body.pop("partnership")
    wanted = WantedArea(partnership_key=partnership, **body)
    add_area(current_engine(), required_actor(), wanted)
    return _area(wanted.key.strip())


@directory_places.route("/directory/areas/<area_key>", methods=["PUT"])
@open_to(ADMINISTRATORS)
@directory_places.arguments(ChangedAreaSchema)
@directory_places.response(200, DirectoryAreaSchema)
@directory_places.refuses(401, 403, 404, 422)
def change_one_area(body: dict[str, Any], area_key: str) -> DirectoryArea:
    """Change an area; what is left out stays. Running cases keep their edition."""
    change_area(current_engine(), required_actor(), WantedArea(area_key, **body))
    return _area(area_key)


def _partnerships() -> list[dict[str, str]]:
    with reading() as work:
        found = administered_partnerships(work, required_actor())
    return [{"key": key, "name": name} for key, name in found.items()]


def _agency(key: str) -> DirectoryAgency:
    with reading() as work:
        return load_agency_of_directory(work, required_actor(), key, current_engine().clock.now())


def _area(key: str) -> DirectoryArea:
    with reading() as work:
        return load_area_of_directory(work, required_actor(), key, current_engine().clock.now())
