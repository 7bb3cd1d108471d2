"""People of the directory: find them, bring somebody in, change who they are."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.directory_person_view import person_page
from api.pages.directory_typed import choices, day_of, required, role_choices, text_of
from api.reading import reading
from engine.directory.people import WantedPerson, change_person
from engine.directory.roles import WantedRole, give_role
from engine.directory.words import begin_of, end_of
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.queries.directory_agencies import list_agencies_of_directory
from engine.queries.directory_people import PeopleFilter, list_people_of_directory, load_person
from engine.queries.names import agency_names
from engine.queries.paging import MOST_ROWS

blueprint = Blueprint("pages_operations_directory_people", __name__)

ADDED = "The role is given."
SAVED = "The person is saved."
FIRST_DAY, LAST_DAY = "First day", "Last day"


@blueprint.get("/operations/directory/people")
@open_to(ADMINISTRATORS)
def show_people() -> ResponseReturnValue:
    """Show the people by name."""
    only = PeopleFilter(
        name=text_of(request.args, "name"),
        agency_key=text_of(request.args, "agency"),
        role=text_of(request.args, "role"),
        has_left=text_of(request.args, "show") == "left",
    )
    with reading() as work:
        page = list_people_of_directory(
            work,
            required_actor(),
            current_engine().clock.now(),
            only=only,
            cursor=request.args.get("after"),
        )
        agency = agency_names(work, [only.agency_key]).get(only.agency_key, "")
    following = page.next_cursor and url_for(
        ".show_people",
        name=only.name or None,
        agency=only.agency_key or None,
        role=only.role or None,
        show="left" if only.has_left else None,
        after=page.next_cursor,
    )
    return render_template(
        "pages/directory_people.html",
        rows=page.rows,
        only=only,
        agency=agency,
        role_items=role_choices(only.role, "Any role"),
        next_url=following,
    )


@blueprint.get("/operations/directory/new-person")
@open_to(ADMINISTRATORS)
def new_person() -> ResponseReturnValue:
    """Show the form by which somebody gets a role, who may be new."""
    return _new_page()


@blueprint.post("/operations/directory/new-person")
@open_to(ADMINISTRATORS)
def add() -> ResponseReturnValue:
    """Give somebody a role; whoever is new comes into the directory."""
    form = request.form
    try:
        starts, ends = (day_of(form, *one) for one in (("from", FIRST_DAY), ("until", LAST_DAY)))
        agency = required(form, "agency", "Choose an agency.")
        role = required(form, "role", "Choose a role.")
        person_id = give_role(
            current_engine(),
            required_actor(),
            WantedPerson(
                text_of(form, "email"),
                name=text_of(form, "name"),
                telephone=text_of(form, "telephone"),
            ),
            WantedRole(
                agency,
                role,
                begin_of(starts) if starts else None,
                end_of(ends) if ends else None,
            ),
        )
    except (InputRefusedError, NotAllowedError, NotFoundError) as refused:
        return _new_page(str(refused)), STATUS[refused.code]
    flash(ADDED, "success")
    return redirect(url_for(".show_person", person_id=person_id))


@blueprint.get("/operations/directory/people/<int:person_id>")
@open_to(ADMINISTRATORS)
def show_person(person_id: int) -> ResponseReturnValue:
    """Show one person with roles, dates, absence and log-in."""
    return person_page(person_id)


@blueprint.get("/operations/directory/people/<int:person_id>/details")
@open_to(ADMINISTRATORS)
def show_details(person_id: int) -> ResponseReturnValue:
    """Show the form for name, e-mail address and telephone."""
    return _details_page(person_id)


@blueprint.post("/operations/directory/people/<int:person_id>/details")
@open_to(ADMINISTRATORS)
def save_details(person_id: int) -> ResponseReturnValue:
    """Change name, e-mail address or telephone."""
    form = request.form
    wanted = WantedPerson(
        text_of(form, "email"),
        name=text_of(form, "name"),
        telephone=text_of(form, "telephone") or None,
    )
    try:
        required(form, "name", "Enter the person’s name.")
        change_person(
            current_engine(), required_actor(), person_id, wanted, text_of(form, "reason")
        )
    except InputRefusedError as refused:
        return _details_page(person_id, str(refused)), STATUS[refused.code]
    flash(SAVED, "success")
    return redirect(url_for(".show_person", person_id=person_id))


def _details_page(person_id: int, found: str = "") -> str:
    with reading() as work:
        row = load_person(work, required_actor(), person_id, current_engine().clock.now())
    return render_template(
        "pages/directory_details.html",
        row=row,
        typed=request.form
        if found
        else {"name": row.name, "email": row.email, "telephone": row.telephone or ""},
        found=found,
    )


def _new_page(found: str = "") -> str:
    typed = request.form if found else request.args
    agency, now = text_of(typed, "agency"), current_engine().clock.now()
    with reading() as work:
        page = list_agencies_of_directory(work, required_actor(), now, limit=MOST_ROWS)
        known = [(row.key, row.name) for row in page.rows]
        if agency and agency not in dict(known):
            known += agency_names(work, [agency]).items()
    return render_template(
        "pages/directory_new_person.html",
        typed=typed,
        found=found,
        are_more=page.next_cursor is not None,
        agency_items=choices(known, agency, "Choose an agency"),
        role_items=role_choices(text_of(typed, "role")),
    )
