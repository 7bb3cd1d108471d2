"""The demonstration's clock bar."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from api.access import DEMO_EVERYBODY, open_to
from api.auth import local_path
from api.extensions import current_engine
from api.pages.frame import CLOCK_STEPS
from api.pages.wording import clock_in_words
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.runtime.demo_clock import move_clock
from forms.london import NoSuchWallTime, instant_of

blueprint = Blueprint("pages_demo", __name__)


@blueprint.post("/demo/clock/move")
@open_to(DEMO_EVERYBODY)
def move_demo_clock() -> ResponseReturnValue:
    """Move the clock on, and go back to the page where the button was."""
    engine = current_engine()
    try:
        now = move_clock(engine, to=_target(engine))
        flash(f"The clock has moved on. It is {clock_in_words(now)}.", "note")
    except InputRefusedError as refused:
        flash(str(refused), "alert")
    return redirect(local_path(request.form.get("next")))


def _target(engine: Engine) -> datetime:
    """Return the instant that was asked for.

    Raises:
        InputRefusedError: what was typed is not a time.
    """
    step = request.form.get("by")
    now = engine.clock.now()
    if step == "working-day":
        return engine.calendar.working_day_deadline(now, 1)
    if step in dict(CLOCK_STEPS):
        return now + timedelta(hours=int(step))
    try:
        return instant_of(datetime.fromisoformat(request.form.get("to", "")).replace(tzinfo=None))
    except NoSuchWallTime:
        message = "The clocks went forward over that time. Choose another one."
        raise InputRefusedError(message) from None
    except ValueError:
        message = "Enter a date and a time to move the clock to."
        raise InputRefusedError(message) from None
