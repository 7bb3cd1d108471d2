"""Cases: the list of those that have reached the person, and one case."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.case_view import view_case
from api.pages.closing import closing_in_words
from api.security import allow_style_attributes
from engine.queries.cases import CaseFilter, list_cases
from engine.queries.closings import load_closing
from engine.queries.links import list_links
from engine.runtime.case_powers import powers_over

blueprint = Blueprint("pages_cases", __name__)

ROWS = 25
FILTERS = {"open": False, "ended": True}


@blueprint.get("/cases")
@open_to(SIGNED_IN)
def list_all_cases() -> ResponseReturnValue:
    """Show a page of the cases, the newest first."""
    engine, actor = current_engine(), required_actor()
    chosen = request.args.get("show", "open")
    with engine.open_reading() as work:
        page = list_cases(
            engine,
            work,
            actor,
            wanted=CaseFilter(FILTERS.get(chosen)),
            limit=ROWS,
            cursor=request.args.get("after"),
        )
    following = page.next_cursor and url_for(".list_all_cases", show=chosen, after=page.next_cursor)
    shows_ended = bool(FILTERS.get(chosen))
    return render_template(
        "pages/cases.html", rows=page.rows, shows_ended=shows_ended, next_url=following
    )


@blueprint.get("/cases/<reference>")
@open_to(SIGNED_IN)
def show_case(reference: str) -> ResponseReturnValue:
    """Show one case: where it is, with whom, until when, and how it came there."""
    engine, actor = current_engine(), required_actor()
    with engine.open_reading() as work:
        view = view_case(engine, work, actor, reference)
        powers = powers_over(work, actor, reference)
        links = list_links(work, actor, reference)
        closing = load_closing(engine, work, actor, reference)
    allow_style_attributes()
    return render_template(
        "pages/case.html",
        view=view,
        case=view.case,
        reference=reference,
        powers=powers,
        links=links,
        closing=closing,
        closing_answers=closing_in_words(closing) if closing else (),
        can_alert=view.case.ended_at is None,
        person_id=actor.person_id,
    )
