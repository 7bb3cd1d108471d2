"""Change the agencies of a case: one in the place of another, or a further one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.errors import InputRefusedError, NotAllowedError
from engine.queries.participants import agencies_that_could_join, participants_of
from engine.runtime.case_powers import powers_over
from engine.runtime.transfers import Transfer, transfer_case

blueprint = Blueprint("pages_agencies", __name__)

NOBODY = "nobody"
"""What the form sends for “nobody: it joins as a further agency”."""
CHANGED = "Done. The new people are told, and time limits have not changed."
CHOOSE_LEAVING = "Select whose place the agency takes"
CHOOSE_JOINING = "Select the agency that comes in"


@blueprint.get("/cases/<reference>/agencies")
@open_to(SIGNED_IN)
def show_agencies(reference: str) -> ResponseReturnValue:
    """Ask which agency leaves and which one comes in."""
    return _page(reference)


@blueprint.post("/cases/<reference>/agencies")
@open_to(SIGNED_IN)
def transfer(reference: str) -> ResponseReturnValue:
    """Change the agencies of the case."""
    leaving, joining = request.form.get("leaving", ""), request.form.get("joining", "")
    missing = {"leaving": CHOOSE_LEAVING} if not leaving else {}
    missing |= {"joining": CHOOSE_JOINING} if not joining else {}
    if missing:
        return _page(reference, missing), 422
    change = Transfer(joining, None if leaving == NOBODY else leaving)
    try:
        transfer_case(current_engine(), required_actor(), reference, change)
    except InputRefusedError as refused:
        return _page(reference, {"joining": str(refused)}), 422
    except NotAllowedError as refused:
        return _page(reference, {"leaving": str(refused)}), 403
    flash(CHANGED, "success")
    return redirect(url_for(".show_agencies", reference=reference))


def _page(reference: str, problems: dict[str, str] | None = None) -> str:
    found = problems or {}
    with reading() as work:
        powers = powers_over(work, required_actor(), reference)
        inside = participants_of(work, reference)
        outside = agencies_that_could_join(work, reference)
    leaving = [
        {"value": one.agency_key, "text": f"{one.agency_name} ({one.side})"}
        for one in inside
        if one.agency_key in powers.may_transfer
    ]
    if powers.may_add_agency:
        leaving.append({"value": NOBODY, "text": "Nobody: it joins as a further agency"})
    return render_template(
        "pages/agencies.html",
        reference=reference,
        powers=powers,
        inside=inside,
        leaving=[_chosen(one, "leaving") for one in leaving],
        joining=[_chosen({"value": key, "text": name}, "joining") for key, name in outside],
        found=found,
        problems=[{"text": text, "href": f"#{anchor}"} for anchor, text in found.items()],
    )


def _chosen(item: dict[str, str], name: str) -> dict[str, object]:
    return {**item, "checked": request.form.get(name) == item["value"]}
