"""The directory's people: their roles with dates, who leaves, and links for passwords."""

from typing import Any

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.invitations import invitation_url
from api.reading import reading
from api.request_json import Resource
from api.schemas.directory_people import (
    ChangedPersonSchema,
    DirectoryPersonSchema,
    InvitationSchema,
    LeavingSchema,
    LeftTasksSchema,
    NewRoleSchema,
    PeoplePageSchema,
    PeopleQuerySchema,
    ReasonSchema,
    RoleEndSchema,
)
from engine.directory.inviting import invite_person
from engine.directory.leaving import let_leave, let_log_in_again
from engine.directory.people import WantedPerson, change_person
from engine.directory.roles import WantedRole, end_role, give_role
from engine.queries.directory_people import (
    PeopleFilter,
    PersonRow,
    list_people_of_directory,
    load_person,
)
from engine.queries.leaver_tasks import list_left_tasks
from engine.queries.paging import Page

directory_people = Resource("directory-people", "People and their roles, for administrators.")


@directory_people.route("/directory/people", methods=["GET"])
@open_to(ADMINISTRATORS)
@directory_people.arguments(PeopleQuerySchema, location="query")
@directory_people.response(200, PeoplePageSchema)
@directory_people.refuses(401, 404, 422)
def show_people(query: dict[str, Any]) -> Page[PersonRow]:
    """List the people of your partnerships by name; `has_left`: those who have no role any more."""
    only = PeopleFilter(query["name"], query["agency"], query["role"], query["has_left"])
    with reading() as work:
        return list_people_of_directory(
            work,
            required_actor(),
            current_engine().clock.now(),
            only=only,
            limit=query["limit"],
            cursor=query["cursor"],
        )


@directory_people.route("/directory/people/<int:person_id>", methods=["GET"])
@open_to(ADMINISTRATORS)
@directory_people.response(200, DirectoryPersonSchema)
@directory_people.refuses(401, 404)
def show_person(person_id: int) -> PersonRow:
    """Show one person with every role that they have or had."""
    return _person(person_id)


@directory_people.route("/directory/people/<int:person_id>", methods=["PUT"])
@open_to(ADMINISTRATORS)
@directory_people.arguments(ChangedPersonSchema)
@directory_people.response(200, DirectoryPersonSchema)
@directory_people.refuses(401, 403, 404, 422)
def change(body: dict[str, Any], person_id: int) -> PersonRow:
    """Change name, e-mail address or telephone; what is left out stays."""
    reason = body.pop("reason")
    change_person(current_engine(), required_actor(), person_id, WantedPerson(**body), reason)
    return _person(person_id)


@directory_people.route("/directory/people/<int:person_id>/leaving", methods=["GET"])
@open_to(ADMINISTRATORS)
@directory_people.response(200, LeftTasksSchema)
@directory_people.refuses(401, 404)
def show_left(person_id: int) -> dict[str, Any]:
    """List the open steps that somebody would leave, danger first, then what is due first."""
    _person(person_id)
    with reading() as work:
        now = current_engine().clock.now()
        return {"items": list_left_tasks(work, required_actor(), person_id, now)}


@directory_people.route("/directory/people/<int:person_id>/leaving", methods=["POST"])
@open_to(ADMINISTRATORS)
@directory_people.arguments(LeavingSchema)
@directory_people.response(200, DirectoryPersonSchema)
@directory_people.refuses(401, 403, 404, 422)
def leave(body: dict[str, Any], person_id: int) -> PersonRow:
    """End every role of somebody in your partnerships, and hand on what they had open."""
    let_leave(current_engine(), required_actor(), person_id, **body)
    return _person(person_id)


@directory_people.route("/directory/people/<int:person_id>/return", methods=["POST"])
@open_to(ADMINISTRATORS)
@directory_people.arguments(ReasonSchema)
@directory_people.response(200, DirectoryPersonSchema)
@directory_people.refuses(401, 403, 404, 422)
def come_back(body: dict[str, Any], person_id: int) -> PersonRow:
    """Let somebody log in again whose log-in had ended."""
    let_log_in_again(current_engine(), required_actor(), person_id, reason=body["reason"])
    return _person(person_id)


@directory_people.route("/directory/people/<int:person_id>/invitation", methods=["POST"])
@open_to(ADMINISTRATORS)
@directory_people.response(201, InvitationSchema)
@directory_people.refuses(401, 403, 404, 422)
def invite(person_id: int) -> dict[str, str]:
    """Make a link by which somebody chooses a password. It is shown this once."""
    engine = current_engine()
    invitation = invite_person(engine, required_actor(), person_id)
    return {"url": invitation_url(engine.settings, invitation)}


@directory_people.route("/directory/roles", methods=["POST"])
@open_to(ADMINISTRATORS)
@directory_people.arguments(NewRoleSchema)
@directory_people.response(201, DirectoryPersonSchema)
@directory_people.refuses(401, 403, 404, 422)
def give(body: dict[str, Any]) -> PersonRow:
    """Give somebody a role; whoever is new comes into the directory."""
    person_id = give_role(
        current_engine(),
        required_actor(),
        WantedPerson(body["email"], name=body["name"], telephone=body["telephone"]),
        WantedRole(body["agency"], body["role"], body["starts_at"], body["ends_at"]),
        reason=body["reason"],
    )
    return _person(person_id)


@directory_people.route("/directory/roles/<int:role_id>/end", methods=["PUT"])
@open_to(ADMINISTRATORS)
@directory_people.arguments(RoleEndSchema)
@directory_people.response(204)
@directory_people.refuses(401, 403, 404, 422)
def end(body: dict[str, Any], role_id: int) -> None:
    """Let a role end now, at a time, or at no known one."""
    end_role(current_engine(), required_actor(), role_id, **body)


def _person(person_id: int) -> PersonRow:
    with reading() as work:
        return load_person(work, required_actor(), person_id, current_engine().clock.now())
