"""Who to contact: agencies, and the people of one agency by role."""

from typing import Any

from api.access import SIGNED_IN, open_to
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.contacts import (
    AgencyContactsSchema,
    AgencyPageSchema,
    AgencyQuerySchema,
    ContactsQuerySchema,
)
from engine.errors import NotFoundError
from engine.queries.agencies import AgencyRow, find_agencies, partnership_of_area
from engine.queries.contacts import AgencyContacts, list_contacts
from engine.queries.paging import Page

contacts = Resource("contacts", "Agencies, and who acts for them.")


@contacts.route("/agencies", methods=["GET"])
@open_to(SIGNED_IN)
@contacts.arguments(AgencyQuerySchema, location="query")
@contacts.response(200, AgencyPageSchema)
@contacts.refuses(401, 404, 422)
def show_agencies(query: dict[str, Any]) -> Page[AgencyRow]:
    """List agencies by name: those of an area's partnership, or with a part of a name."""
    with reading() as work:
        partnership = query["area"] and partnership_of_area(work, query["area"])
        if query["area"] is not None and partnership is None:
            raise NotFoundError("area", query["area"])
        return find_agencies(
            work,
            name=query["name"],
            partnership_key=partnership,
            limit=query["limit"],
            cursor=query["cursor"],
        )


@contacts.route("/contacts", methods=["GET"])
@open_to(SIGNED_IN)
@contacts.arguments(ContactsQuerySchema, location="query")
@contacts.response(200, AgencyContactsSchema)
@contacts.refuses(401, 404, 422)
def show_contacts(query: dict[str, Any]) -> AgencyContacts:
    """Show who acts for an agency now, in which role, with deputies and telephone numbers."""
    engine = current_engine()
    roles = [query["role"]] if query["role"] else []
    with reading() as work:
        found = list_contacts(work, [query["agency"]], engine.clock.now(), roles=roles)
    if not found:
        raise NotFoundError("agency", query["agency"])
    return found[0]
