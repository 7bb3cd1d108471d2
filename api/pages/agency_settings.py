"""An agency's own settings: whom to ring, and when it wants no e-mail but danger."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.queries.agency_settings import load_agency_settings
from engine.runtime.agency_settings import (
    WantedSettings,
    change_agency_settings,
    problems_with,
)

blueprint = Blueprint("pages_agency_settings", __name__)

SAVED = "The settings of the agency are saved."
MOST_TYPED = 1000


@blueprint.get("/agencies/<agency_key>/settings")
@open_to(SIGNED_IN)
def show_settings(agency_key: str) -> ResponseReturnValue:
    """Show the settings of an agency that the person looks after."""
    return _page(agency_key)


@blueprint.post("/agencies/<agency_key>/settings")
@open_to(SIGNED_IN)
def save_settings(agency_key: str) -> ResponseReturnValue:
    """Keep the settings, or say what has to be corrected."""
    wanted = _typed(request.form)
    problems = problems_with(wanted)
    if problems:
        return _page(agency_key, wanted, problems), 422
    change_agency_settings(current_engine(), required_actor(), agency_key, wanted)
    flash(SAVED, "success")
    return redirect(url_for(".show_settings", agency_key=agency_key))


def _typed(form: Mapping[str, str]) -> WantedSettings:
    return WantedSettings(
        telephone=form.get("telephone", "")[:MOST_TYPED],
        out_of_hours=form.get("out_of_hours", "")[:MOST_TYPED],
        quiet_from=form.get("quiet_from", "")[:MOST_TYPED],
        quiet_until=form.get("quiet_until", "")[:MOST_TYPED],
        quiet_at_weekends="quiet_at_weekends" in form,
    )


def _page(
    agency_key: str,
    wanted: WantedSettings | None = None,
    problems: Mapping[str, str] | None = None,
) -> str:
    """Render the settings; what was typed stands in the fields in place of what is kept."""
    with reading() as work:
        kept = load_agency_settings(work, required_actor(), agency_key)
    return render_template(
        "pages/agency_settings.html",
        agency_name=kept.agency_name,
        agency_key=agency_key,
        values=wanted or kept,
        found=problems or {},
    )
