"""A form of a draft as staff will meet it: with agencies of the partnership, and no case."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.clock import LONDON
from engine.context import Engine
from engine.errors import FieldProblem
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.host import EngineHost
from engine.runtime.task_forms import SEATS
from engine.runtime.text_questions import Question, questioned_texts, questions_about
from engine.runtime.workplaces import Workplaces
from forms.definition import FormDefinition
from forms.errors import AnswersRefused
from forms.personal_data import NO_TERMS, FindingKind, KnownTerms, find_personal_data
from forms.validation import validate_answers

STAGE_BEGAN = timedelta(hours=2)
"""How long ago the stage of a preview began."""


@dataclass(frozen=True)
class FormPreview:
    """What the expressions of a form see in a preview: two agencies, and nobody's answers."""

    context: Mapping[str, Any]
    functions: Mapping[str, Callable[..., Any]]


def open_preview(engine: Engine, work: UnitOfWork, partnership_key: str) -> FormPreview:
    """Return the surroundings of a preview for a partnership's forms.

    Earlier answers are unknown there: what depends on them is shown as unanswered.
    """
    agencies, people = _agencies(work, partnership_key), _people(work, partnership_key)
    keys = [one["value"] for one in agencies]
    raising, receiving = (keys[0] if keys else None), (keys[1] if len(keys) > 1 else None)
    now = engine.clock.now()
    host = EngineHost(now, engine.calendar, Workplaces(work, now).agency_of)
    context = {
        "raising_agency": raising,
        "receiving_agency": receiving,
        "actor_agency": raising,
        "agency": raising,
        "agencies": [key for key in (raising, receiving) if key],
        "other_agencies": [],
        "stage_started_at": (now - STAGE_BEGAN).isoformat(),
        "agency_options": agencies,
        "own_agency_options": agencies[:1],
        "person_options": people,
    }
    return FormPreview(context, host.functions())


def try_answers(
    engine: Engine,
    work: UnitOfWork,
    form: FormDefinition,
    answers: Mapping[str, Any],
    preview: FormPreview,
) -> tuple[FieldProblem, ...]:
    """Return what staff would be told of these answers: refusals first, else what is asked."""
    try:
        tidy = validate_answers(form, answers, preview.context, preview.functions)
    except AnswersRefused as refused:
        return refused.errors
    return tuple(_questions(engine, work, form, tidy))


def _questions(
    engine: Engine, work: UnitOfWork, form: FormDefinition, answers: Mapping[str, Any]
) -> Iterator[Question]:
    today = engine.clock.now().astimezone(LONDON).date()
    known = NO_TERMS
    for field, text in questioned_texts(form, answers):
        findings = find_personal_data(text, known, today)
        if known is NO_TERMS and any(one.kind is FindingKind.NAME for one in findings):
            known = _known_terms(work, form)
            findings = find_personal_data(text, known, today)
        yield from questions_about(field, findings)


def _known_terms(work: UnitOfWork, form: FormDefinition) -> KnownTerms:
    """Return what is nobody's name: the agencies, and the words of the form itself."""
    words = {word for field in form.all_fields() for word in (field.label, field.hint)}
    return KnownTerms.of({*work.session.scalars(select(Agency.name)), *filter(None, words)})


def _agencies(work: UnitOfWork, partnership_key: str) -> list[dict[str, str]]:
    query = select(Agency).where(
        Agency.partnership_key == partnership_key, Agency.sector != PARTNERSHIP_SECTOR
    )
    rows = work.session.scalars(query.order_by(Agency.name))
    return [{"label": agency.name, "value": agency.key} for agency in rows]


def _people(work: UnitOfWork, partnership_key: str) -> list[dict[str, str]]:
    query = (
        select(Person.id, Person.name, Agency.name.label("agency"))
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .where(
            Agency.partnership_key == partnership_key,
            RoleGrant.role.in_(SEATS),
            RoleGrant.valid_to.is_(None),
            Person.active.is_(True),
        )
        .order_by(Agency.name, Person.name)
        .distinct()
    )
    rows = work.session.execute(query)
    return [{"label": f"{row.name}, {row.agency}", "value": str(row.id)} for row in rows]
