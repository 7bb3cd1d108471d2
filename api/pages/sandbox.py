"""Try a version or a draft: begin a trial run, or go on with one of one's own."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.sandbox_source import Tried, bundle_of, run_url, tried_of
from api.pages.wording import clock_in_words, instant_in_words
from api.reading import reading
from engine.clock import LONDON
from engine.definitions.bundle import Bundle
from engine.definitions.procedure import FILE_NAME, read_procedure
from engine.english import counted, role_in_words, sentence
from engine.errors import DeploymentRefusedError, InputRefusedError
from engine.trial.sandbox import RunSource, begin_run, list_runs, open_bundle
from engine.trial.sandbox_acts import RunCannotBegin
from engine.trial.sandbox_people import StartingPoints, starting_points
from engine.trial.sandbox_steps import Beginning
from engine.trial.store import BEGINNING
from forms.london import NoSuchWallTime, instant_of

blueprint = Blueprint("pages_sandbox", __name__)

CHOOSE_AREA = "Select where the child lives"
CHOOSE_PERSON = "Select who raises the difference"
ENTER_TIME = "Enter the date and the time at which the run begins"
NO_SUCH_TIME = "The clocks went forward over that time. Choose another one"
TOO_EARLY = "A trial run begins on 1 January 2026 or later"
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
TOO_LATE = "A trial run begins before 1 January 2100"


class Faults(Exception):
    """What is wrong with what was typed, by the name of the input."""

    def __init__(self, found: dict[str, str]) -> None:
        """Carry them."""
        self.found = found
        super().__init__("; ".join(found.values()))


@dataclass(frozen=True)
class Shown:
    """What stands in the way of a run."""

    faults: dict[str, str]
    cannot_begin: str = ""
    element_id: str | None = None


NOTHING_WRONG = Shown({})


@blueprint.get("/procedures/<int:process_definition_id>/try")
@blueprint.get("/workshop/drafts/<uuid:draft_id>/try")
@open_to(EDITORS)
def begin(
    process_definition_id: int | None = None, draft_id: uuid.UUID | None = None
) -> ResponseReturnValue:
    """Ask where a trial run begins, and show what stands in its way."""
    return _page(RunSource(process_definition_id, draft_id))


@blueprint.post("/procedures/<int:process_definition_id>/try")
@blueprint.post("/workshop/drafts/<uuid:draft_id>/try")
@open_to(EDITORS)
def begin_run_there(
    process_definition_id: int | None = None, draft_id: uuid.UUID | None = None
) -> ResponseReturnValue:
    """Begin a trial run."""
    asked = RunSource(process_definition_id, draft_id)
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        tried = tried_of(work, asked)
        bundle = bundle_of(work, tried.source)
    try:
        beginning = _beginning(_points(bundle))
        run_id = begin_run(engine, actor, tried.source, bundle, beginning)
    except Faults as wrong:
        return _page(asked, Shown(wrong.found)), 422
    except DeploymentRefusedError:
        return _page(asked), 422
    except RunCannotBegin as refused:
        return _page(asked, Shown({}, str(refused), refused.element_id)), 422
    except InputRefusedError as refused:
        return _page(asked, Shown({"area": str(refused)})), 422
    return redirect(run_url(run_id))


def _page(asked: RunSource, shown: Shown = NOTHING_WRONG) -> str:
    engine, actor = current_engine(), required_actor()
    now = engine.clock.now()
    with reading() as work:
        tried = tried_of(work, asked)
        bundle = bundle_of(work, tried.source)
        runs = list_runs(engine, work, actor, tried.source)
    problems: Sequence[Any] = ()
    points = StartingPoints((), ())
    try:
        points = _points(bundle)
    except DeploymentRefusedError as refused:
        problems = refused.problems
    return render_template(
        "pages/sandbox_begin.html",
        tried=tried,
        problems=problems,
        points=points,
        shown=shown,
        areas=[_item(key, name, "area") for key, name in points.areas],
        people=_people(points),
        at=request.form.get("at", f"{now.astimezone(LONDON):%Y-%m-%dT%H:%M}"),
        errors=[{"text": text, "href": f"#{name}"} for name, text in shown.faults.items()],
        runs=[_row(run.id, run, row.seen_at, tried, now) for run, row in runs],
    )


def _points(bundle: Bundle) -> StartingPoints:
    """Return where a run can begin.

    Raises:
        DeploymentRefusedError: the bundle has errors.
    """
    with open_bundle(current_engine(), bundle) as engine:
        return starting_points(engine, read_procedure(bundle.files[FILE_NAME]).partnership)


def _beginning(points: StartingPoints) -> Beginning:
    """Read where the run begins.

    Raises:
        Faults: something was not chosen, or is no time.
    """
    area, email = request.form.get("area", ""), request.form.get("person", "")
    person = next((one for one in points.people if one.email == email), None)
    faults = {} if area in dict(points.areas) else {"area": CHOOSE_AREA}
    faults |= {"person": CHOOSE_PERSON} if person is None else {}
    at = BEGINNING
    try:
        at = _instant(request.form.get("at", ""))
    except Faults as wrong:
        faults |= wrong.found
    if faults or person is None:
        raise Faults(faults)
    return Beginning(area, person.agency_key, person.email, at)


def _instant(text: str) -> datetime:
    try:
        at = instant_of(datetime.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0))
    except NoSuchWallTime:
        raise Faults({"at": NO_SUCH_TIME}) from None
    except ValueError:
        raise Faults({"at": ENTER_TIME}) from None
    if at < BEGINNING:
        raise Faults({"at": TOO_EARLY})
    if at > LATEST:
        raise Faults({"at": TOO_LATE})
    return at.astimezone(UTC)


def _item(value: str, text: str, name: str) -> dict[str, Any]:
    return {"value": value, "text": text, "selected": request.form.get(name) == value}


def _people(points: StartingPoints) -> list[dict[str, Any]]:
    return [
        _item(one.email, f"{sentence(role_in_words(one.role))}, {one.agency_name}", "person")
        for one in points.people
    ]


def _row(run_id: uuid.UUID, run: Any, seen_at: datetime, tried: Tried, now: datetime) -> Any:
    revision = run.source.draft_revision
    older = revision is not None and revision != tried.newest_revision
    return {
        "id": run_id,
        "url": run_url(run_id),
        "steps": counted(len(run.content.steps), "step"),
        "began": clock_in_words(run.content.beginning.at),
        "seen": instant_in_words(seen_at, now),
        "note": f"revision {revision}" if older else "",
    }
