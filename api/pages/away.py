"""When you are away, and cover for a colleague who is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.shown_form import summary_of
from api.reading import reading
from api.security import LARGEST_ID
from engine.clock import LONDON
from engine.definitions.application_forms import AWAY, application_form
from engine.english import role_in_words
from engine.errors import AnswersInvalidError, FieldProblem, NotAllowedError, NotFoundError
from engine.queries.absences import list_absences
from engine.queries.colleagues import (
    find_people_to_cover,
    is_arranger,
    list_colleagues,
    may_arrange_for,
    own_agencies,
)
from engine.queries.names import person_names
from engine.runtime.absences import NOT_YOURS, arrange_absence, end_absence
from forms.errors import AnswersRefused, FieldError
from forms.posted import read_posted
from forms.rendering import render_form
from forms.validation import validate_answers

blueprint = Blueprint("pages_away", __name__)

MOST_FOUND: Final = 20
ARRANGED: Final = "Arranged. {deputy} stands in from the first day to the last, and is told."
ENDED: Final = "The absence has ended. Nobody stands in any more."
FIELDS: Final = {"starts_at": "first_day", "ends_at": "last_day", "deputy_id": "deputy"}
"""The questions of the form AWAY by the arguments of the verb."""


@dataclass(frozen=True)
class AwayForm:
    """The form for one person's absence."""

    person_id: int
    fields: Markup
    problems: Sequence[FieldProblem]
    has_colleagues: bool

    @property
    def summary(self) -> list[dict[str, str]]:
        """The problems for the error summary."""
        return summary_of(self.problems)


@blueprint.get("/away")
@open_to(SIGNED_IN)
def show_away() -> ResponseReturnValue:
    """Show the absences that concern the person, or the form for a colleague's."""
    return _page(_person(request.args))


@blueprint.post("/away")
@open_to(SIGNED_IN)
def arrange() -> ResponseReturnValue:
    """Arrange an absence."""
    engine, actor = current_engine(), required_actor()
    person_id = _person(request.form)
    form = application_form(AWAY)
    answers = read_posted(form, request.form)
    try:
        clean = validate_answers(form, answers, _context(person_id), _functions())
        arrange_absence(
            engine,
            actor,
            person_id=person_id,
            deputy_id=int(clean["deputy"]),
            starts_at=_midnight(clean["first_day"]),
            ends_at=_midnight(clean["last_day"], days=1),
        )
    except AnswersRefused as refused:
        return _page(person_id, answers, refused.errors), 422
    except AnswersInvalidError as refused:
        return _page(person_id, answers, [_on_page(one) for one in refused.errors]), 422
    with reading() as work:
        deputy = person_names(work, [int(clean["deputy"])])[int(clean["deputy"])]
    flash(ARRANGED.format(deputy=deputy), "success")
    return redirect(url_for(".show_away"))


@blueprint.post("/away/<int:absence_id>/end")
@open_to(SIGNED_IN)
def end(absence_id: int) -> ResponseReturnValue:
    """End an absence before its time."""
    end_absence(current_engine(), required_actor(), absence_id)
    flash(ENDED, "success")
    return redirect(url_for(".show_away"))


def _person(sent: MultiDict[str, str]) -> int:
    """Return whose absence it is about; without a number, the reader's."""
    person_id = sent.get("person", type=int) or required_actor().person_id
    if not 0 < person_id <= LARGEST_ID:
        raise NotFoundError("person", person_id)
    return person_id


def _page(
    person_id: int, answers: dict[str, Any] | None = None, problems: Sequence[FieldProblem] = ()
) -> str:
    engine, actor = current_engine(), required_actor()
    now = engine.clock.now()
    with reading() as work:
        names = person_names(work, [person_id])
        if person_id not in names:
            raise NotFoundError("person", person_id)
        if not may_arrange_for(work, actor, person_id, now):
            raise NotAllowedError(NOT_YOURS)
        absences = list_absences(work, actor, now)
        looked_for = request.args.get("name", "").replace("\0", "").strip()
        found = find_people_to_cover(work, actor, now, name=looked_for, limit=MOST_FOUND + 1)
    own = actor.person_id
    return render_template(
        "pages/away.html" if person_id == own else "pages/away_cover.html",
        form=_form(person_id, answers or {}, problems),
        name=names[person_id],
        own=[row for row in absences if row.person_id == own],
        standing_in=[row for row in absences if row.deputy_id == own],
        others=[row for row in absences if own not in (row.person_id, row.deputy_id)],
        is_arranger=is_arranger(actor),
        looked_for=looked_for,
        found=found[:MOST_FOUND],
        are_more=len(found) > MOST_FOUND,
    )


def _form(person_id: int, answers: dict[str, Any], problems: Sequence[FieldProblem]) -> AwayForm:
    context = _context(person_id)
    fields = render_form(
        application_form(AWAY), answers, errors=problems, context=context, functions=_functions()
    )
    return AwayForm(person_id, fields, problems, bool(context["deputy_options"]))


def _context(person_id: int) -> dict[str, list[dict[str, str]]]:
    """Return the colleagues who could stand in for somebody."""
    engine, actor = current_engine(), required_actor()
    now = engine.clock.now()
    with reading() as work:
        colleagues = list_colleagues(work, own_agencies(work, person_id, now), now)
    out = {person_id, actor.person_id}
    options = [
        {"value": str(one.person_id), "label": f"{one.name}, {role_in_words(one.role)}"}
        for one in colleagues
        if one.person_id not in out
    ]
    return {"deputy_options": options}


def _functions() -> dict[str, Any]:
    today = current_engine().clock.now().astimezone(LONDON).date()
    return {"today": lambda: today}


def _midnight(day: str, *, days: int = 0) -> datetime:
    """Return the beginning of a London day, or of one so many days later."""
    begins = date.fromisoformat(day) + timedelta(days=days)
    return datetime.combine(begins, time(), LONDON).astimezone(UTC)


def _on_page(problem: FieldProblem) -> FieldError:
    """Return a refusal of the verb as one of the form."""
    field = application_form(AWAY).questions[FIELDS[problem.key]]
    return FieldError(field.key, problem.message, field.anchor)
