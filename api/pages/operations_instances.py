"""Process instances, for administrators: the list, as a file, and the way to an act on many."""

import csv
import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.instance_list import view_instances
from api.reading import reading
from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.operations.kinds import KINDS
from engine.queries.instance_filters import InstanceFilter, read_instance_filter
from engine.queries.instances import InstanceRow, every_instance

blueprint = Blueprint("pages_operations_instances", __name__)

COLUMNS = (
    "reference",
    "process_instance_id",
    "procedure",
    "version",
    "process",
    "message",
    "state",
    "stage",
    "started_at",
    "ended_at",
    "stands_at",
    "is_overdue",
    "open_incidents",
    "next_timer_due_at",
)
"""The head of the file. Times are in UTC."""
NONE_CHOSEN = "Choose at least one process instance, or all that fit"


@blueprint.get("/operations/instances")
@open_to(ADMINISTRATORS)
def show_instances() -> ResponseReturnValue:
    """Show a page of the process instances that fit, below the diagram of their version."""
    try:
        wanted = read_instance_filter(request.args)
        return _page(wanted)
    except InputRefusedError as refused:
        return _page(_without_what_is_wrong(), str(refused)), 422


@blueprint.get("/operations/instances.csv")
@open_to(ADMINISTRATORS)
def download_instances() -> ResponseReturnValue:
    """Send all that fit as a file, while they are read."""
    engine, actor = current_engine(), required_actor()
    wanted = read_instance_filter(request.args)
    with reading() as work:
        # A filter that cannot be used is refused before the file has begun.
        list(wanted.few(work, engine.clock.now()))
    answer = Response(_lines(engine, actor, wanted), mimetype="text/csv")
    day = engine.clock.now().date().isoformat()
    answer.headers["Content-Disposition"] = f'attachment; filename="instances-{day}.csv"'
    return answer


@blueprint.get("/operations/instances/act")
@open_to(ADMINISTRATORS)
def choose_act() -> ResponseReturnValue:
    """Lead on to an act on the chosen instances, or on all that fit."""
    wanted = InstanceFilter.from_query_string(request.args.get("filter", ""))
    chosen = request.args.getlist("instance")
    query: list[tuple[str, str]] = [("instance", one) for one in chosen]
    if "all" in request.args:
        query = [("fitting", wanted.query_string())]
    elif not chosen:
        return _page(wanted, NONE_CHOSEN), 422
    base = url_for(".show_instances").removesuffix("/instances")
    kind = request.args.get("kind", "")
    known = {one.key.value for one in KINDS}
    if kind not in known:
        return _page(wanted, "Choose what to do"), 422
    return redirect(f"{base}/acts/{kind}?{urlencode(query)}")


def _page(wanted: InstanceFilter, problem: str = "") -> str:
    engine, actor = current_engine(), required_actor()
    cursor = None if problem else request.args.get("page")
    with reading() as work:
        view = view_instances(engine, work, actor, wanted, cursor)
    return render_template(
        "pages/instances.html",
        view=view,
        problem=problem,
        typed=request.args,
        is_all_selected=request.args.get("select") == "all",
    )


def _without_what_is_wrong() -> InstanceFilter:
    """Return the filter without what somebody typed into it."""
    typed = {"older", "newer", "reference", "page"}
    given: dict[str, Any] = {name: v for name, v in request.args.items() if name not in typed}
    try:
        return read_instance_filter(given)
    except InputRefusedError:
        return read_instance_filter({})


def _lines(engine: Engine, actor: Actor, wanted: InstanceFilter) -> Iterator[str]:
    """Yield the lines of the file; the request has ended by then, so it opens its own reading."""
    yield _line(COLUMNS)
    with engine.open_reading() as work:
        for rows in every_instance(engine, work, actor, wanted):
            yield "".join(_line(_cells(row)) for row in rows)


def _cells(row: InstanceRow) -> tuple[Any, ...]:
    return (
        row.reference,
        row.id,
        row.process_definition_key,
        row.version,
        row.process_id,
        row.message or "",
        row.state,
        row.stage,
        row.started_at.isoformat(),
        row.ended_at.isoformat() if row.ended_at else "",
        " ".join(place.element_id for place in row.places),
        "yes" if any(place.is_overdue for place in row.places) else "no",
        row.open_incidents,
        row.next_due_at.isoformat() if row.next_due_at else "",
    )


def _line(cells: tuple[Any, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
