"""The first page of the operations room: what an administrator should look at today."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.today_matters import (
    NO_BACKUP,
    of_background,
    of_care,
    of_cases,
    of_roles,
    waits,
)
from api.pages.wording import moment_in_words
from api.reading import reading
from engine.clock import SystemClock
from engine.queries.attention import load_attention
from engine.queries.background import load_background
from engine.queries.missing_roles import list_missing_roles
from engine.queries.workers import list_workers

blueprint = Blueprint("pages_operations", __name__)

UNITS = ("bytes", "kB", "MB", "GB", "TB")
THOUSAND = 1000


@blueprint.get("/operations")
@open_to(ADMINISTRATORS)
def show_today() -> ResponseReturnValue:
    """Show what waits for an administrator, and how the background work goes."""
    engine, actor = current_engine(), required_actor()
    now, real_now = engine.clock.now(), SystemClock().now()
    with reading() as work:
        attention = load_attention(engine, work, actor)
        gaps = list_missing_roles(engine, work, actor, now)
        background = load_background(engine, work)
    workers = [worker for worker in list_workers(engine) if worker.is_alive]
    matters = [
        *of_cases(attention, now),
        *of_roles(gaps),
        *of_background(background, now, is_working=bool(workers)),
        *of_care(engine.settings, background, real_now),
    ]
    return render_template(
        "pages/operations_today.html",
        matters=sorted(matters, key=lambda one: not one.is_urgent),
        workers=workers,
        real_now=real_now,
        no_backup=NO_BACKUP,
        last_backup=moment_in_words(background.last_backup.made_at, real_now)
        if background.last_backup
        else None,
        backup_size=size_in_words(background.last_backup.size) if background.last_backup else None,
        background=background,
        waits=waits(background),
        size=size_in_words(background.database_bytes),
    )


def size_in_words(size: int) -> str:
    """Return a number of bytes with one digit after the point: “4.2 MB”; 1 MB is 10^6 bytes."""
    number, unit = float(size), 0
    while number >= THOUSAND and unit < len(UNITS) - 1:
        number, unit = number / THOUSAND, unit + 1
    return f"{number:.1f} {UNITS[unit]}" if unit else f"{size} {UNITS[0]}"
