"""The first page of the operations room: what an administrator should look at today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.instance_list import list_url
from api.pages.wording import duration_in_words
from api.reading import reading
from engine.clock import SystemClock
from engine.english import counted
from engine.queries.attention import MOST_COUNTED, Attention, Tally, load_attention
from engine.queries.background import Background, load_background
from engine.queries.instance_filters import InstanceFilter
from engine.queries.missing_roles import ProcedureGaps, list_missing_roles
from engine.queries.workers import list_workers
from engine.vocabulary import InstanceState

blueprint = Blueprint("pages_operations", __name__)

SLOW = timedelta(minutes=2)
"""What waits for longer is not only on its turn: the background work does not keep up."""
UNITS = ("bytes", "kB", "MB", "GB", "TB")
THOUSAND = 1000
PLACES = (
    ("Process instances", "/operations/instances"),
    ("Incidents", "/operations/incidents"),
    ("Heat map: where cases take long", "/operations/heat-map"),
    ("Operation log", "/operations/log"),
    ("Migration to another version", "/operations/migration"),
    ("Directory: agencies, people and roles", "/operations/directory"),
    ("Reports", "/reports"),
)


@dataclass(frozen=True)
class Matter:
    """One thing to look at."""

    text: str
    hint: str
    url: str | None = None


@blueprint.get("/operations")
@open_to(ADMINISTRATORS)
def show_today() -> ResponseReturnValue:
    """Show what waits for an administrator, and how the background work goes."""
    engine, actor = current_engine(), required_actor()
    now = engine.clock.now()
    with reading() as work:
        attention = load_attention(engine, work, actor)
        gaps = list_missing_roles(engine, work, actor, now)
        background = load_background(engine, work)
    workers = [worker for worker in list_workers(engine) if worker.is_alive]
    matters = [
        *_of_cases(attention, now),
        *_of_roles(gaps),
        *_of_background(background, now, is_working=bool(workers)),
    ]
    return render_template(
        "pages/operations_today.html",
        matters=matters,
        places=PLACES,
        workers=workers,
        real_now=SystemClock().now(),
        background=background,
        waits=_waits(background),
        size=size_in_words(background.database_bytes),
    )


def size_in_words(size: int) -> str:
    """Return a number of bytes with one digit after the point: “4.2 MB”; 1 MB is 10^6 bytes."""
    number, unit = float(size), 0
    while number >= THOUSAND and unit < len(UNITS) - 1:
        number, unit = number / THOUSAND, unit + 1
    return f"{number:.1f} {UNITS[unit]}" if unit else f"{size} {UNITS[0]}"


def _of_cases(attention: Attention, now: datetime) -> Iterator[Matter]:
    tallies = (
        (attention.incidents, "step that failed", "steps that failed", "/operations/incidents"),
        (
            attention.waiting_for_nobody,
            "open task that nobody can do",
            "open tasks that nobody can do",
            None,
        ),
        (
            attention.failed_notices,
            "notice that did not arrive in the last seven days",
            "notices that did not arrive in the last seven days",
            None,
        ),
        (
            attention.on_hold,
            "suspended process instance",
            "suspended process instances",
            list_url(InstanceFilter(InstanceState.SUSPENDED)),
        ),
    )
    for tally, one, several, url in tallies:
        if tally.count and tally.oldest is not None:
            age = duration_in_words(now - tally.oldest)
            yield Matter(_counted(tally, one, several), f"the oldest for {age}", url)


def _counted(tally: Tally, one: str, several: str) -> str:
    if tally.count > MOST_COUNTED:
        return f"More than {MOST_COUNTED:,} {several}"
    return counted(tally.count, one, several)


def _of_roles(gaps: tuple[ProcedureGaps, ...]) -> Iterator[Matter]:
    for gap in gaps:
        if gap.problems:
            count = counted(len(gap.problems), "place", "places")
            yield Matter(
                f"{count} in “{gap.name}” where nobody holds the role",
                f"new cases of {', '.join(gap.areas)} follow it",
                url_for(
                    "pages_procedures.show_procedure",
                    process_definition_id=gap.process_definition_id,
                ),
            )


def _of_background(background: Background, now: datetime, *, is_working: bool) -> Iterator[Matter]:
    if not is_working:
        yield Matter(
            "No process does the background work",
            "time limits do not fire, and nobody is told of anything",
        )
    for name, since in _waits(background):
        if since is not None and now - since > SLOW:
            yield Matter(f"{name} waits", f"for {duration_in_words(now - since)}")


def _waits(background: Background) -> tuple[tuple[str, datetime | None], ...]:
    return (
        ("A time limit that has passed", background.timer),
        ("A notice for the lists", background.notice),
        ("An e-mail", background.delivery),
        ("An operation", background.operation),
    )
