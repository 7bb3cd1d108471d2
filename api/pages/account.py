"""The person's own account: who they are here, their password, their other sessions."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.naming import role_in_words
from engine.queries.names import agency_names

blueprint = Blueprint("pages_account", __name__)


@blueprint.get("/account")
@open_to(SIGNED_IN)
def show_account() -> ResponseReturnValue:
    """Show the account."""
    engine, actor = current_engine(), required_actor()
    with engine.open_reading() as work:
        names = agency_names(work, actor.agencies)
    roles = [(role_in_words(group.role), names[group.agency_key]) for group in sorted(actor.groups)]
    return render_template("pages/account.html", actor=actor, roles=roles)
