"""The person's calendar feed: make its address, replace it, switch it off."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.feed_address import feed_address
from api.reading import reading
from engine.queries.accounts import load_account
from engine.runtime.calendar_feeds import close_calendar_feed, open_calendar_feed

blueprint = Blueprint("pages_account_calendar", __name__)

SHOWN_ONCE = "calendar_address"
OFF = "Your calendar feed is switched off. Calendars that read it get nothing any more."


@blueprint.get("/account/calendar")
@open_to(SIGNED_IN)
def show_calendar() -> ResponseReturnValue:
    """Show whether there is a feed; right after it was made, also its address."""
    # Asked first: taking out what is not there would write the session.
    address = session.pop(SHOWN_ONCE) if SHOWN_ONCE in session else None
    engine = current_engine()
    with reading() as work:
        account = load_account(work, required_actor(), engine.clock.now())
    return render_template(
        "pages/account_calendar.html", address=address, is_on=account.has_calendar
    )


@blueprint.post("/account/calendar")
@open_to(SIGNED_IN)
def make_address() -> ResponseReturnValue:
    """Make an address, in place of one that there was."""
    session[SHOWN_ONCE] = feed_address(open_calendar_feed(current_engine(), required_actor()))
    return redirect(url_for(".show_calendar"))


@blueprint.post("/account/calendar/off")
@open_to(SIGNED_IN)
def switch_off() -> ResponseReturnValue:
    """Switch the feed off."""
    close_calendar_feed(current_engine(), required_actor())
    flash(OFF, "success")
    return redirect(url_for(".show_calendar"))
