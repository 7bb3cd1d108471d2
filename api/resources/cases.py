"""Cases: start one, list them, look at one."""

from typing import Any

from flask import url_for

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.base import IdempotencySchema
from api.schemas.cases import (
    CasePageSchema,
    CaseQuerySchema,
    CaseSchema,
    StartCaseSchema,
    StartedCaseSchema,
    TimelineQuerySchema,
    TimelineSchema,
)
from api.schemas.closing import LinkedCasesSchema
from engine.queries.case_details import CaseDetails, load_case
from engine.queries.case_filters import CaseFilter
from engine.queries.case_limits import list_limits
from engine.queries.case_list import CasePage, list_cases
from engine.queries.links import list_links
from engine.queries.people import list_people
from engine.queries.timeline import list_timeline
from engine.runtime.cases import StartedCase, raise_again, start_case

cases = Resource("cases", "Differences of opinion, from raising to the end.")


@cases.route("/cases", methods=["POST"])
@open_to(SIGNED_IN)
@cases.arguments(StartCaseSchema)
@cases.arguments(IdempotencySchema, location="headers")
@cases.response(201, StartedCaseSchema)
@cases.refuses(401, 404, 422)
def start(
    body: dict[str, str | None], headers: dict[str, str | None]
) -> tuple[StartedCase, int, dict[str, str]]:
    """Start a case by the child's area; it opens your first user task."""
    engine, actor, key = current_engine(), required_actor(), headers["idempotency_key"]
    area, agency = body["area"], body["agency"]
    if body["after"] and area:
        started = raise_again(
            engine, actor, body["after"], area_key=area, agency_key=agency, idempotency_key=key
        )
    else:
        started = start_case(
            engine,
            actor,
            area_key=area,
            process_definition_key=body["process_definition_key"],
            agency_key=agency,
            idempotency_key=key,
        )
    location = url_for("cases.show", reference=started.reference)
    return started, 201, {"Location": location}


@cases.route("/cases", methods=["GET"])
@open_to(SIGNED_IN)
@cases.arguments(CaseQuerySchema, location="query")
@cases.response(200, CasePageSchema)
@cases.refuses(401, 422)
def show_list(query: dict[str, Any]) -> CasePage:
    """List the cases that have reached you, the newest first."""
    engine = current_engine()
    ended = None if query["state"] is None else query["state"] == "ended"
    wanted = CaseFilter(
        ended=ended,
        closed_as=query["closed_as"],
        reference=query["reference"],
        waiting_for=query["waiting_for"],
        attention=query["attention"],
        area_key=query["area"],
        agency_key=query["agency"],
        stage=query["stage"],
    )
    with reading() as work:
        return list_cases(
            engine,
            work,
            required_actor(),
            wanted=wanted,
            limit=query["limit"],
            cursor=query["cursor"],
        )


@cases.route("/cases/<reference>", methods=["GET"])
@open_to(SIGNED_IN)
@cases.etag
@cases.response(200, CaseSchema)
@cases.refuses(401, 404)
def show(reference: str) -> dict[str, Any]:
    """Show one case: where it is, with whom, until when, and how its limits were kept."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        case = load_case(engine, work, actor, reference)
        limits = list_limits(engine, work, actor, reference)
        people = list_people(work, actor, reference)
    # What the time and the reader change stands beside the revision.
    overdue = [str(task.id) for task in case.open_tasks if task.is_overdue]
    cases.set_etag([case.reference, case.revision, actor.person_id, overdue])
    facts = {name: getattr(case, name) for name in CaseDetails.__dataclass_fields__}
    return {**facts, "limits": limits, "people": people}


@cases.route("/cases/<reference>/links", methods=["GET"])
@open_to(SIGNED_IN)
@cases.response(200, LinkedCasesSchema)
@cases.refuses(401, 404)
def show_links(reference: str) -> dict[str, Any]:
    """Show the cases that belong to a case, as far as you may see them too."""
    with reading() as work:
        return {"items": list_links(work, required_actor(), reference)}


@cases.route("/cases/<reference>/history", methods=["GET"])
@open_to(SIGNED_IN)
@cases.arguments(TimelineQuerySchema, location="query")
@cases.response(200, TimelineSchema)
@cases.refuses(401, 404, 422)
def show_history(query: dict[str, Any], reference: str) -> dict[str, Any]:
    """Show what happened in a case."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        items = list_timeline(engine, work, actor, reference, part=query["about"])
        return {"items": items}
