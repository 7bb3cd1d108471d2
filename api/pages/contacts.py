"""Who to contact: agencies by area or name, and the people of one agency by role."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.errors import NotFoundError
from engine.queries.agencies import find_agencies, list_area_contacts, partnership_of_area
from engine.queries.agency_settings import looks_after
from engine.queries.contacts import AgencyContacts, Contact, list_contacts
from engine.queries.names import agency_names

blueprint = Blueprint("pages_contacts", __name__)

AGENCIES = 50
FIRST_PEOPLE = 20
"""So many of a role are shown with the whole agency, the others on a page of the role."""


@dataclass(frozen=True)
class RoleOfAgency:
    """The people in one role of an agency, as far as the page shows them."""

    role: str
    people: tuple[Contact, ...]
    count: int


@blueprint.get("/contacts")
@open_to(SIGNED_IN)
def show_contacts() -> ResponseReturnValue:
    """Show the agencies to choose from, or the people of the one that was chosen."""
    agency_key = _asked("agency")
    return _agency_page(agency_key, _asked("role")) if agency_key else _choice_page()


def _asked(name: str) -> str:
    # PostgreSQL takes no text with a null character.
    return request.args.get(name, "").replace("\0", "").strip()


def _choice_page() -> str:
    area_key, name = _asked("area"), _asked("name")
    with reading() as work:
        areas = list_area_contacts(work)
        own = sorted(agency_names(work, required_actor().agencies).items())
        page = find_agencies(
            work,
            name=name,
            partnership_key=partnership_of_area(work, area_key) if area_key else None,
            limit=AGENCIES,
            cursor=request.args.get("after"),
        )
    following = page.next_cursor and url_for(
        ".show_contacts", area=area_key or None, name=name or None, after=page.next_cursor
    )
    return render_template(
        "pages/contacts.html",
        own=own,
        rows=page.rows,
        is_filtered=bool(name or area_key),
        name=name,
        area=next((area for area in areas if area.key == area_key), None),
        area_items=_area_items([(area.key, area.name) for area in areas], area_key),
        next_url=following,
    )


def _area_items(areas: Iterable[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
    choices = [("", "Any area"), *areas]
    return [{"value": key, "text": name, "selected": key == chosen} for key, name in choices]


def _agency_page(agency_key: str, role: str) -> str:
    engine = current_engine()
    roles = [role] if role else []
    with reading() as work:
        found = list_contacts(work, [agency_key], engine.clock.now(), roles=roles)
        may_change = looks_after(work, required_actor(), agency_key)
    if not found:
        raise NotFoundError("agency", agency_key)
    return render_template(
        "pages/contacts_agency.html",
        agency=found[0],
        roles=_by_role(found[0], most=None if role else FIRST_PEOPLE),
        is_one_role=bool(role),
        may_change=may_change,
    )


def _by_role(agency: AgencyContacts, most: int | None) -> list[RoleOfAgency]:
    roles: dict[str, list[Contact]] = {}
    for contact in agency.people:
        roles.setdefault(contact.role, []).append(contact)
    return [RoleOfAgency(role, tuple(people[:most]), len(people)) for role, people in roles.items()]
