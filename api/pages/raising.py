"""Raise a difference: the child's area, and for which agency."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.wording import named_edition
from api.reading import reading
from engine.english import listed, sentence
from engine.queries.areas import (
    AreaRow,
    areas_by_partnership,
    list_areas,
    own_partnerships,
)
from engine.queries.names import agency_names
from engine.runtime.cases import StartedCase, raise_again, start_case

blueprint = Blueprint("pages_raising", __name__)

CHOOSE_AREA = "Select the area in which the child lives"
CHOOSE_AGENCY = "Select the agency for which you raise it"


@dataclass(frozen=True)
class _Choices:
    """What can be chosen, and what was."""

    areas: tuple[AreaRow, ...]
    agencies: dict[str, str]
    area_key: str | None = None
    agency_key: str | None = None
    after: str = ""
    """The ended case that is raised again."""
    own: frozenset[str] = frozenset()
    """The partnerships of the person's agencies."""

    @property
    def area_is_missing(self) -> bool:
        return self.area_key not in {area.key for area in self.areas}

    @property
    def agency_is_missing(self) -> bool:
        return self.agency_key not in self.agencies


@blueprint.get("/raise")
@open_to(SIGNED_IN)
def show_raising() -> ResponseReturnValue:
    """Ask for the area, which decides the procedure."""
    return _page(_choices())


@blueprint.post("/raise")
@open_to(SIGNED_IN)
def raise_difference() -> ResponseReturnValue:
    """Start the case and go on to its first form."""
    choices = _choices()
    if choices.area_is_missing or choices.agency_is_missing:
        return _page(choices, is_checked=True), 422
    started = _start(choices)
    return redirect(url_for("pages_tasks.show_task", user_task_id=started.user_task_id))


def _start(choices: _Choices) -> StartedCase:
    engine, actor, key = current_engine(), required_actor(), request.form.get("idempotency_key")
    area, agency = choices.area_key or "", choices.agency_key
    if choices.after:
        return raise_again(
            engine, actor, choices.after, area_key=area, agency_key=agency, idempotency_key=key
        )
    return start_case(engine, actor, area_key=area, agency_key=agency, idempotency_key=key)


def _choices() -> _Choices:
    actor = required_actor()
    with reading() as work:
        areas = list_areas(work, current_engine().clock.now())
        names = agency_names(work, actor.agencies)
        own = own_partnerships(work, actor.agencies)
    only_area = areas[0].key if len(areas) == 1 else None
    only_agency = next(iter(names)) if len(names) == 1 else None
    return _Choices(
        areas,
        names,
        area_key=request.form.get("area", only_area),
        agency_key=request.form.get("agency", only_agency),
        after=request.values.get("after", ""),
        own=own,
    )


def _page(choices: _Choices, *, is_checked: bool = False) -> str:
    area_problem = CHOOSE_AREA if is_checked and choices.area_is_missing else None
    agency_problem = CHOOSE_AGENCY if is_checked and choices.agency_is_missing else None
    problems = [
        {"text": text, "href": f"#{anchor}"}
        for text, anchor in ((area_problem, "area"), (agency_problem, "agency"))
        if text
    ]
    return render_template(
        "pages/raising.html",
        after=choices.after,
        idempotency_key=request.form.get("idempotency_key") or uuid.uuid4().hex,
        areas=list(_area_items(choices)),
        agencies=[
            {"value": key, "text": name, "checked": key == choices.agency_key}
            for key, name in choices.agencies.items()
        ],
        area_problem=area_problem,
        agency_problem=agency_problem,
        problems=problems,
    )


def _area_items(choices: _Choices) -> Iterator[dict[str, object]]:
    """Yield the areas to choose from, those of the person's own partnership first.

    Of several partnerships each has a heading, in which its procedure stands once.
    """
    groups = areas_by_partnership(choices.areas)
    # A divider before the first radio button would take its id, to which the error summary leads.
    ids = iter(("area",))
    for partnership in sorted(groups, key=lambda name: (name not in choices.own, name)):
        areas = groups[partnership]
        procedures = dict.fromkeys(area.procedure for area in areas)
        if len(groups) > 1:
            yield {"divider": f"{partnership}: {listed(list(procedures), 'or')}"}
        is_told = len(groups) > 1 and len(procedures) == 1
        for area in areas:
            item = _area_item(area, choices.area_key, is_procedure_told=is_told)
            yield {**item, "id": next(ids, f"area-{area.key}")}


def _area_item(area: AreaRow, chosen: str | None, *, is_procedure_told: bool) -> dict[str, object]:
    edition = named_edition(area.edition)
    hint = sentence(edition) if is_procedure_told else f"Procedure: {area.procedure}, {edition}"
    return {
        "value": area.key,
        "text": area.name,
        "hint": {"text": hint},
        "checked": area.key == chosen,
    }
