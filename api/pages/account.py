"""The person's own account: who they are here, what they choose, where else they are logged in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.sessions import other_sessions
from engine.errors import InputRefusedError
from engine.queries.absences import list_absences
from engine.queries.accounts import load_account
from engine.runtime.preferences import save_preferences

blueprint = Blueprint("pages_account", __name__)

MOST_TYPED = 200
SAVED = "Your choices are saved."


@blueprint.get("/account")
@open_to(SIGNED_IN)
def show_account() -> ResponseReturnValue:
    """Show the account."""
    return _page()


@blueprint.post("/account")
@open_to(SIGNED_IN)
def save_account() -> ResponseReturnValue:
    """Keep telephone and summary as the person chose them."""
    typed = request.form.get("telephone", "")
    try:
        save_preferences(
            current_engine(),
            required_actor(),
            telephone=typed,
            gets_digest="gets_digest" in request.form,
        )
    except InputRefusedError as refused:
        return _page(typed[:MOST_TYPED], problem=str(refused)), 422
    flash(SAVED, "success")
    return redirect(url_for(".show_account"))


def _page(typed: str | None = None, *, problem: str = "") -> str:
    """Render the account; `typed` stands in the field in place of what is kept."""
    engine, actor = current_engine(), required_actor()
    now = engine.clock.now()
    with reading() as work:
        account = load_account(work, actor, now)
        absences = [row for row in list_absences(work, actor, now) if row.is_running]
    return render_template(
        "pages/account.html",
        account=account,
        away=[row for row in absences if row.person_id == actor.person_id],
        telephone=account.telephone if typed is None else typed,
        gets_digest="gets_digest" in request.form if problem else account.gets_digest,
        problem=problem,
        elsewhere=other_sessions(),
    )
