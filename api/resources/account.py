"""A person's own account: who they are, what they choose, their calendar feed."""

from typing import Any

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.feed_address import feed_address
from api.reading import reading
from api.request_json import Resource
from api.schemas.account import (
    AccountSchema,
    CalendarAddressSchema,
    CalendarSchema,
    PreferencesSchema,
)
from engine.queries.accounts import Account, load_account
from engine.runtime.calendar_feeds import close_calendar_feed, open_calendar_feed
from engine.runtime.preferences import save_preferences

# The name `account` is that of the pages of log-in.
account = Resource("own-account", "Your own account.")


@account.route("/account", methods=["GET"])
@open_to(SIGNED_IN)
@account.response(200, AccountSchema)
@account.refuses(401)
def show() -> Account:
    """Show who you are here, and which roles you hold now."""
    return _account()


@account.route("/account/preferences", methods=["GET"])
@open_to(SIGNED_IN)
@account.response(200, PreferencesSchema)
@account.refuses(401)
def show_preferences() -> Account:
    """Show what you have chosen."""
    return _account()


@account.route("/account/preferences", methods=["PUT"])
@open_to(SIGNED_IN)
@account.arguments(PreferencesSchema)
@account.response(200, PreferencesSchema)
@account.refuses(401, 422)
def replace_preferences(body: dict[str, Any]) -> Account:
    """Choose your telephone for colleagues, and whether you get the summary of the morning."""
    save_preferences(
        current_engine(),
        required_actor(),
        telephone=body["telephone"] or "",
        gets_digest=body["gets_digest"],
    )
    return _account()


@account.route("/account/calendar", methods=["GET"])
@open_to(SIGNED_IN)
@account.response(200, CalendarSchema)
@account.refuses(401)
def show_calendar() -> dict[str, bool]:
    """Show whether your calendar feed is switched on; its address is not kept."""
    return {"is_on": _account().has_calendar}


@account.route("/account/calendar", methods=["POST"])
@open_to(SIGNED_IN)
@account.response(201, CalendarAddressSchema)
@account.refuses(401)
def open_calendar() -> dict[str, str]:
    """Make an address for your calendar feed; an earlier one ends."""
    return {"address": feed_address(open_calendar_feed(current_engine(), required_actor()))}


@account.route("/account/calendar", methods=["DELETE"])
@open_to(SIGNED_IN)
@account.response(204)
@account.refuses(401)
def close_calendar() -> None:
    """Switch your calendar feed off."""
    close_calendar_feed(current_engine(), required_actor())


def _account() -> Account:
    engine = current_engine()
    with reading() as work:
        return load_account(work, required_actor(), engine.clock.now())
