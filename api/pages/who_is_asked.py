"""Who will be asked at the agency that somebody disagrees with, under the question for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import render_template
from markupsafe import Markup

from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.contacts import AgencyContacts, Contact, list_contacts
from engine.runtime.task_forms import TaskForm
from engine.vocabulary import Role

KEY: Final = "receiving_agency"
"""The question for the agency, the same in every procedure."""
ROLES: Final[Mapping[str, str]] = {
    Role.PRACTITIONER: "Asked first",
    Role.LINE_MANAGER: "Asked if it goes up",
    Role.SAFEGUARDING_LEAD: "Safeguarding lead",
}
MOST_AGENCIES: Final = 12
"""So many agencies stand on the page; of more, only the one that is chosen."""
MOST_PEOPLE: Final = 5


@dataclass(frozen=True)
class AskedRole:
    """The people in one role, as far as they are shown."""

    words: str
    people: tuple[Contact, ...]
    more: int


@dataclass(frozen=True)
class AskedAgency:
    """One agency that can be chosen."""

    contacts: AgencyContacts
    roles: tuple[AskedRole, ...]
    is_chosen: bool


def below_agency(
    work: UnitOfWork,
    form: TaskForm,
    answers: Mapping[str, Any],
    below: Mapping[str, Markup],
    now: datetime,
) -> dict[str, Markup]:
    """Return what stands under the question for the agency, after what stands there already."""
    question = form.form.questions.get(KEY)
    if question is None or not question.options_key:
        return {}
    chosen = answers.get(KEY)
    keys = [str(option["value"]) for option in form.context.get(question.options_key, ())]
    own = answers.get("raising_agency", form.context.get("actor_agency"))
    keys = [key for key in keys if key != own or key == chosen]
    are_all_shown = len(keys) <= MOST_AGENCIES
    wanted = keys if are_all_shown else [key for key in keys if key == chosen]
    agencies = [
        AskedAgency(contacts, tuple(_roles(contacts.people)), contacts.agency_key == chosen)
        for contacts in list_contacts(work, wanted, now, roles=tuple(ROLES))
    ]
    html = render_template(
        "pages/who_is_asked.html",
        question=question,
        agencies=agencies,
        are_all_shown=are_all_shown,
    )
    return {KEY: below.get(KEY, Markup()) + Markup(html)}  # noqa: S704 - a template with autoescape


def _roles(people: Sequence[Contact]) -> list[AskedRole]:
    found = []
    for role, words in ROLES.items():
        held = [person for person in people if person.role == role]
        if held:
            shown = tuple(held[:MOST_PEOPLE])
            found.append(AskedRole(words, shown, len(held) - len(shown)))
    return found
