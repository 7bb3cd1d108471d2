"""What changes for one person: a role ends, they leave, come back, or choose a password."""

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.invitations import invitation_url
from api.pages.directory_person_view import person_page
from api.pages.directory_typed import day_of, text_of
from api.reading import reading
from engine.directory.inviting import invite_person
from engine.directory.leaving import let_leave, let_log_in_again
from engine.directory.roles import end_role
from engine.directory.words import end_of
from engine.errors import InputRefusedError, NotFoundError
from engine.queries.directory_people import PersonRow, RoleRow, load_person
from engine.queries.leaver_tasks import Left, list_left_tasks

blueprint = Blueprint("pages_operations_directory_roles", __name__)

MOST_TASKS = 100
ENDED = "The role is changed."
LEFT = "Done. What was open goes on with colleagues, or with the next level."
BACK = "They can log in again. Now give them a role."
WHEN = {"now": "Now", "day": "After its last day", "open": "Not at all, as far as is known"}
WAYS = {
    Left.ONLY_ONE: "Nobody else has the role: the next level is asked",
    Left.NAMED: "They are asked by name: the next level is asked",
    Left.CLAIMED: "Colleagues of the same role see that it is free",
}


@blueprint.get("/operations/directory/people/<int:person_id>/roles/<int:grant_id>")
@open_to(ADMINISTRATORS)
def show_role(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Show the form for when a role ends."""
    return _role_page(person_id, grant_id)


@blueprint.post("/operations/directory/people/<int:person_id>/roles/<int:grant_id>")
@open_to(ADMINISTRATORS)
def change_role(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Let a role end now, after a day, or not at all."""
    engine, form = current_engine(), request.form
    _role(person_id, grant_id)
    try:
        ends_at = _end(form, engine.clock.now())
        end_role(
            engine, required_actor(), grant_id, ends_at=ends_at, reason=text_of(form, "reason")
        )
    except InputRefusedError as refused:
        return _role_page(person_id, grant_id, str(refused)), STATUS[refused.code]
    flash(ENDED, "success")
    return redirect(url_for("pages_operations_directory_people.show_person", person_id=person_id))


@blueprint.get("/operations/directory/people/<int:person_id>/leaving")
@open_to(ADMINISTRATORS)
def show_leaving(person_id: int) -> ResponseReturnValue:
    """Show what somebody would leave open, before they leave."""
    return _leaving_page(person_id)


@blueprint.post("/operations/directory/people/<int:person_id>/leaving")
@open_to(ADMINISTRATORS)
def leave(person_id: int) -> ResponseReturnValue:
    """Let somebody leave."""
    form = request.form
    try:
        let_leave(
            current_engine(),
            required_actor(),
            person_id,
            reason=text_of(form, "reason"),
            ends_log_in="log_in" in form,
        )
    except InputRefusedError as refused:
        return _leaving_page(person_id, str(refused)), STATUS[refused.code]
    flash(LEFT, "success")
    return redirect(url_for("pages_operations_directory_people.show_person", person_id=person_id))


@blueprint.get("/operations/directory/people/<int:person_id>/return")
@open_to(ADMINISTRATORS)
def show_return(person_id: int) -> ResponseReturnValue:
    """Show the form by which somebody can log in again."""
    return _return_page(person_id)


@blueprint.post("/operations/directory/people/<int:person_id>/return")
@open_to(ADMINISTRATORS)
def come_back(person_id: int) -> ResponseReturnValue:
    """Let somebody log in again."""
    try:
        let_log_in_again(
            current_engine(), required_actor(), person_id, reason=text_of(request.form, "reason")
        )
    except InputRefusedError as refused:
        return _return_page(person_id, str(refused)), STATUS[refused.code]
    flash(BACK, "success")
    return redirect(url_for("pages_operations_directory_people.show_person", person_id=person_id))


@blueprint.post("/operations/directory/people/<int:person_id>/invitation")
@open_to(ADMINISTRATORS)
def invite(person_id: int) -> ResponseReturnValue:
    """Make a link by which the person chooses a password, and show it this once."""
    engine = current_engine()
    invitation = invite_person(engine, required_actor(), person_id)
    return person_page(person_id, link=invitation_url(engine.settings, invitation))


def _end(form: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when a role is to end; None: nobody knows.

    Raises:
        InputRefusedError: nothing was chosen, or the day is missing.
    """
    when = text_of(form, "when")
    if when not in WHEN:
        raise InputRefusedError("Choose when the role ends.")
    if when == "now":
        return now
    if when == "open":
        return None
    day = day_of(form, "until", "Last day")
    if day is None:
        raise InputRefusedError("Enter the last day of the role.")
    return end_of(day)


def _person(person_id: int) -> PersonRow:
    with reading() as work:
        return load_person(work, required_actor(), person_id, current_engine().clock.now())


def _role(person_id: int, grant_id: int) -> tuple[PersonRow, RoleRow]:
    row = _person(person_id)
    for role in row.roles_now:
        if role.id == grant_id and role.may_end:
            return row, role
    raise NotFoundError("role", grant_id)


def _role_page(person_id: int, grant_id: int, found: str = "") -> str:
    row, role = _role(person_id, grant_id)
    return render_template(
        "pages/directory_role.html", row=row, role=role, found=found, typed=request.form, when=WHEN
    )


def _leaving_page(person_id: int, found: str = "") -> str:
    engine, actor = current_engine(), required_actor()
    row = _person(person_id)
    with reading() as work:
        tasks = list_left_tasks(work, actor, person_id, engine.clock.now(), limit=MOST_TASKS + 1)
    return render_template(
        "pages/directory_leaving.html",
        row=row,
        tasks=tasks[:MOST_TASKS],
        are_more=len(tasks) > MOST_TASKS,
        ways=WAYS,
        found=found,
        typed=request.form,
    )


def _return_page(person_id: int, found: str = "") -> str:
    return render_template(
        "pages/directory_return.html", row=_person(person_id), found=found, typed=request.form
    )
