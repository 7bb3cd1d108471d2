"""The page of one person in the directory."""

from flask import render_template

from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.queries.directory_log import list_directory_changes
from engine.queries.directory_people import load_person

NEWEST = 5


def person_page(person_id: int, *, link: str = "") -> str:
    """Return the page; `link`: where the person chooses a password, shown this once.

    Raises:
        NotFoundError: there is no such person in the reader's partnerships.
    """
    actor = required_actor()
    with reading() as work:
        row = load_person(work, actor, person_id, current_engine().clock.now())
        changes = list_directory_changes(work, actor, person_id=person_id, limit=NEWEST)
    return render_template(
        "pages/directory_person.html",
        row=row,
        roles=row.roles_now,
        earlier=[role for role in row.roles if role.is_over],
        changes=changes.rows,
        are_more=changes.next_cursor is not None,
        works_now=any(not role.is_coming for role in row.roles_now),
        is_oneself=person_id == actor.person_id,
        link=link,
    )
