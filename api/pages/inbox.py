"""The inbox: what the person can do now, what waits for others, and what has been done."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.inbox_search import NO_SEARCH, search_in
from api.pages.inbox_several import take_outcome
from api.pages.inbox_view import view_inbox
from api.reading import reading
from engine.queries.worklist_filter import read_filter

blueprint = Blueprint("pages_inbox", __name__)

SELECT_ALL = "all"


@blueprint.get("/inbox")
@open_to(SIGNED_IN)
def show_inbox() -> ResponseReturnValue:
    """Show a page of a view of the inbox; a reference that fits one case leads straight to it."""
    engine, actor = current_engine(), required_actor()
    typed = request.args.get("reference", "").strip()
    with reading() as work:
        search = search_in(engine, work, actor, typed) if typed else NO_SEARCH
        if len(search.cases) == 1:
            found = search.cases[0].reference
            return redirect(url_for("pages_cases.show_case", reference=found))
        wanted, cursor = read_filter(request.args), request.args.get("page")
        view = view_inbox(engine, work, actor, wanted, cursor)
    return render_template(
        "pages/inbox.html",
        view=view,
        search=search,
        outcome=take_outcome(),
        is_all_selected=request.args.get("select") == SELECT_ALL,
        person_id=actor.person_id,
    )
