"""Cases: the list of those that have reached the person, and one case."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.case_list import view_cases
from api.pages.case_view import view_case
from api.pages.closing import closing_in_words
from api.pages.comments import comment_form
from api.reading import reading
from engine.queries.closings import load_closing
from engine.queries.links import list_links
from engine.runtime.case_powers import powers_over
from engine.vocabulary import Role

blueprint = Blueprint("pages_cases", __name__)


@blueprint.get("/cases")
@open_to(SIGNED_IN)
def list_all_cases() -> ResponseReturnValue:
    """Show a page of the cases that have reached the person, the newest first."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        view = view_cases(engine, work, actor)
    is_administrator = actor.has_role(Role.ADMINISTRATOR)
    return render_template("pages/cases.html", view=view, is_administrator=is_administrator)


@blueprint.get("/cases/<reference>/powers")
@open_to(SIGNED_IN)
def show_powers(reference: str) -> ResponseReturnValue:
    """Show what the person may do with a case outside its steps, and nothing of the case."""
    with reading() as work:
        powers = powers_over(work, required_actor(), reference)
    return render_template("pages/case_powers.html", reference=reference, powers=powers)


@blueprint.get("/cases/<reference>")
@open_to(SIGNED_IN)
def show_case(reference: str) -> ResponseReturnValue:
    """Show one case: where it is, with whom, until when, and how it came there."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        shows_all = request.args.get("notices") == "all"
        view = view_case(engine, work, actor, reference, shows_all_notices=shows_all)
        powers = powers_over(work, actor, reference)
        links = list_links(work, actor, reference)
        closing = load_closing(engine, work, actor, reference)
        comment = comment_form(work, actor, reference)
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
        comment=comment,
    )
