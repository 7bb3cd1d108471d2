"""The heat map: how long each step of a version takes, and which limits are missed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.heat_drawing import draw_heat_map
from api.pages.instance_list import list_url
from api.pages.wording import edition_in_words
from api.reading import reading
from engine.clock import LONDON
from engine.errors import NotFoundError
from engine.queries.instance_counts import count_elements
from engine.queries.instance_filters import OPEN, InstanceFilter
from engine.queries.instance_versions import VersionRow, administered_versions
from engine.queries.step_times import MOST_ENDS, Period, list_step_times

blueprint = Blueprint("pages_heat_map", __name__)

A_YEAR, A_DAY = timedelta(days=365), timedelta(days=1)
ENTER_A_DAY = "Enter a day between 2000 and 2100, such as 2026-03-25"
YEARS = range(2000, 2101)
END_FIRST = "The last day is before the first one"


@dataclass
class Choice:
    """The days that are shown, as typed and as a period."""

    first: date
    last: date
    typed: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """Return from the first moment of the first day to the last of the last one, in London."""
        begin, end = (
            datetime.combine(day, time(), LONDON).astimezone(UTC)
            for day in (self.first, self.last + A_DAY)
        )
        return Period(begin, end)

    @property
    def words(self) -> str:
        """Return “1 January 2026 to 31 March 2026”."""
        first, last = (edition_in_words(day.isoformat()) for day in (self.first, self.last))
        return f"{first} to {last}"


@blueprint.get("/operations/heat-map")
@open_to(ADMINISTRATORS)
def show_heat_map() -> ResponseReturnValue:
    """Show the diagrams of one version with what its steps took, and the same as a table."""
    engine, actor = current_engine(), required_actor()
    now = engine.clock.now()
    choice = _choice(now)
    with reading() as work:
        versions = administered_versions(work, actor)
        version = _version(versions)
        if version is None:
            return render_template("pages/heat_map.html", version=None, choice=choice)
        steps = list_step_times(engine, work, actor, version.id, choice.period)
        counts = count_elements(engine, work, actor, version.id)
        compiled = engine.definitions.compiled(work, version.id)
    instances = InstanceFilter(OPEN, version.key, version.version)
    tokens = {one.element_id: one.tokens for one in counts if one.tokens}
    return render_template(
        "pages/heat_map.html",
        version=version,
        versions=versions,
        choice=choice,
        steps=steps,
        tokens=tokens,
        instances_url=lambda element_id: list_url(replace(instances, element_id=element_id)),
        most_ends=MOST_ENDS,
        diagrams=draw_heat_map(compiled, steps, tokens),
        problems=[{"text": text, "href": f"#{key}"} for key, text in choice.problems.items()],
    )


def _version(versions: Sequence[VersionRow]) -> VersionRow | None:
    """Return the version that is asked for, or the newest of the first procedure.

    Raises:
        NotFoundError: there is no such version, or the actor does not administer it.
    """
    wanted = request.args.get("version")
    if not wanted:
        return versions[0] if versions else None
    for version in versions:
        if str(version.id) == wanted:
            return version
    raise NotFoundError("process definition", wanted)


def _choice(now: datetime) -> Choice:
    """Return the days that were typed; without any, the last twelve months."""
    today = now.astimezone(LONDON).date()
    choice = Choice(today - A_YEAR, today)
    for key in ("first", "last"):
        typed = request.args.get(key, "").strip()
        if not typed:
            continue
        choice.typed[key] = typed
        day = _day(typed)
        if day is None:
            choice.problems[key] = ENTER_A_DAY
        else:
            setattr(choice, key, day)
    if choice.last < choice.first and not choice.problems:
        choice.problems["last"] = END_FIRST
        choice.first, choice.last = today - A_YEAR, today
    return choice


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year in YEARS else None
