"""Places of the directory for the browser: a person with a role, and a link for a password."""

from sqlalchemy import select

from api.invitations import invitation_url
from engine.directory.inviting import invite_person
from engine.persistence.directory import RoleGrant
from tests.support.app import ConcordApp


def prepare_directory(concord: ConcordApp) -> dict[str, str]:
    """Return the places by name; the link is for somebody whom no other state needs."""
    person = concord.actor("practitioner", "thames-police").person_id
    guest = concord.actor("departmental-head", "thames-police").person_id
    with concord.engine.open_reading() as work:
        role = work.session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == person)).one()
    office = concord.actor("administrator", "berkshire-partnership")
    url = invitation_url(concord.engine.settings, invite_person(concord.engine, office, guest))
    return {
        "directory_person": str(person),
        "directory_role": str(role),
        "invitation": url.rpartition("/")[2],
    }
