"""Whatever a program sends, the API answers as its own description says.

`CONCORD_API_EXAMPLES=200 pytest tests/api/test_contract.py` sends many more requests.
"""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode
from sqlalchemy import select

from engine.persistence.instances import Timer
from engine.queries.notices import list_notices
from engine.runtime.directory import grant_role
from tests.support.telling import tell
from tests.support.workshop import begin

EXAMPLES = int(os.environ.get("CONCORD_API_EXAMPLES", "12"))
PERSON = ("administrator", "berkshire-partnership")
PATHS = {
    "/v1/account": ["get"],
    "/v1/account/calendar": ["delete", "get", "post"],
    "/v1/account/preferences": ["get", "put"],
    "/v1/absences": ["get", "post"],
    "/v1/absences/{absence_id}": ["delete"],
    "/v1/agencies": ["get"],
    "/v1/agencies/{agency_key}/settings": ["get", "put"],
    "/v1/cases": ["get", "post"],
    "/v1/cases/{reference}": ["get"],
    "/v1/cases/{reference}/agencies": ["post"],
    "/v1/cases/{reference}/closing": ["post"],
    "/v1/cases/{reference}/comments": ["get", "post"],
    "/v1/cases/{reference}/history": ["get"],
    "/v1/cases/{reference}/history/check": ["get"],
    "/v1/cases/{reference}/links": ["get"],
    "/v1/cases/{reference}/messages": ["post"],
    "/v1/cases/{reference}/notices": ["get"],
    "/v1/cases/{reference}/record.pdf": ["get"],
    "/v1/checks": ["post"],
    "/v1/comparisons": ["get"],
    "/v1/contacts": ["get"],
    "/v1/demo/clock": ["get", "put"],
    "/v1/deployments": ["post"],
    "/v1/incidents": ["get"],
    "/v1/incidents/{incident_id}/ignore": ["post"],
    "/v1/directory/agencies": ["get", "post"],
    "/v1/directory/agencies/{agency_key}": ["get", "put"],
    "/v1/directory/areas": ["get", "post"],
    "/v1/directory/areas/{area_key}": ["put"],
    "/v1/directory/changes": ["get"],
    "/v1/directory/import": ["post"],
    "/v1/directory/missing-roles": ["get"],
    "/v1/directory/partnerships": ["get"],
    "/v1/directory/partnerships/{partnership_key}": ["put"],
    "/v1/directory/people": ["get"],
    "/v1/directory/people/{person_id}": ["get", "put"],
    "/v1/directory/people/{person_id}/invitation": ["post"],
    "/v1/directory/people/{person_id}/leaving": ["get", "post"],
    "/v1/directory/people/{person_id}/return": ["post"],
    "/v1/directory/roles": ["post"],
    "/v1/directory/roles/{role_id}/end": ["put"],
    "/v1/incidents/{incident_id}/retry": ["post"],
    "/v1/notices": ["get"],
    "/v1/notices/read": ["post"],
    "/v1/notices/unread": ["post"],
    "/v1/notices/{notice_id}/read": ["post"],
    "/v1/operations": ["get", "post"],
    "/v1/operations/{operation_id}": ["get"],
    "/v1/operations/{operation_id}/items/{place}/undo": ["post"],
    "/v1/procedure-drafts": ["get", "post"],
    "/v1/procedure-drafts/{draft_id}": ["delete", "get", "put"],
    "/v1/procedure-drafts/{draft_id}/approve": ["post"],
    "/v1/procedure-drafts/{draft_id}/bring-back": ["post"],
    "/v1/procedure-drafts/{draft_id}/bundle.zip": ["get"],
    "/v1/procedure-drafts/{draft_id}/comments": ["get", "post"],
    "/v1/procedure-drafts/{draft_id}/comments/{comment_id}/resolve": ["post"],
    "/v1/procedure-drafts/{draft_id}/files": ["get"],
    "/v1/procedure-drafts/{draft_id}/files/{path}": ["get", "put"],
    "/v1/procedure-drafts/{draft_id}/go-back": ["post"],
    "/v1/procedure-drafts/{draft_id}/presence": ["post"],
    "/v1/procedure-drafts/{draft_id}/problems": ["get"],
    "/v1/procedure-drafts/{draft_id}/publish": ["post"],
    "/v1/procedure-drafts/{draft_id}/return": ["post"],
    "/v1/procedure-drafts/{draft_id}/reviews": ["get"],
    "/v1/procedure-drafts/{draft_id}/revisions": ["get"],
    "/v1/procedure-drafts/{draft_id}/submit": ["post"],
    "/v1/procedure-drafts/{draft_id}/withdraw": ["post"],
    "/v1/process-definitions": ["get"],
    "/v1/process-definitions/{process_definition_id}": ["get"],
    "/v1/process-definitions/{process_definition_id}/bpmn": ["get"],
    "/v1/process-definitions/{process_definition_id}/call-off": ["post"],
    "/v1/process-definitions/{process_definition_id}/diagram.svg": ["get"],
    "/v1/process-definitions/{process_definition_id}/instance-counts": ["get"],
    "/v1/process-instances": ["get"],
    "/v1/process-instances/{process_instance_id}": ["get"],
    "/v1/process-instances/{process_instance_id}/cancellation": ["post"],
    "/v1/process-definitions/{process_definition_id}/migration-plan": ["get"],
    "/v1/process-instances/{process_instance_id}/migration": ["get", "post"],
    "/v1/process-instances/{process_instance_id}/modification": ["post"],
    "/v1/reports": ["get"],
    "/v1/reports/{partnership_key}": ["get"],
    "/v1/reports/{partnership_key}.csv": ["get"],
    "/v1/reports/{partnership_key}.pdf": ["get"],
    "/v1/process-instances/{process_instance_id}/suspension": ["delete", "put"],
    "/v1/timers/{timer_id}/due-at": ["put"],
    "/v1/saved-filters": ["get", "post"],
    "/v1/saved-filters/{filter_id}": ["delete", "put"],
    "/v1/user-tasks": ["get"],
    "/v1/user-tasks/counts": ["get"],
    "/v1/user-tasks/{user_task_id}": ["get"],
    "/v1/user-tasks/{user_task_id}/claim": ["delete", "put"],
    "/v1/user-tasks/{user_task_id}/colleagues": ["get"],
    "/v1/user-tasks/{user_task_id}/completion": ["post"],
    "/v1/user-tasks/{user_task_id}/draft": ["put"],
    "/v1/user-tasks/{user_task_id}/hand-over": ["post"],
    "/v1/user-tasks/{user_task_id}/joining": ["post"],
}
METHODS = {"get", "post", "put", "patch", "delete"}

load_all_checks()
# A request can be well formed and still be refused: no such area, no such case.
NOT_OURS = {"positive_data_acceptance"}


CALLS = [(path, method) for path, methods in PATHS.items() for method in methods]


@pytest.mark.parametrize(("path", "method"), CALLS)
def test_every_answer_is_as_described(concord, path, method):
    call = schemathesis.openapi.from_wsgi("/v1/openapi.json", concord.app)[path][method]
    checks = [check for check in CHECKS.get_all() if check.__name__ not in NOT_OURS]
    places = real_places(concord)
    headers = {"Authorization": f"Bearer {concord.api(*PERSON).token}"}

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=requests_to(call, places))
    def answers_as_described(case):
        case.call_and_validate(headers=headers, checks=checks)

    answers_as_described()


def real_places(concord):
    """Return a case, a task and so on that the person may see, by the names in the paths."""
    email = f"{PERSON[0]}@{PERSON[1]}.example"
    grant_role(concord.engine, email=email, agency_key="reading-school", role="practitioner")
    started = concord.start_case(*PERSON)
    instances = concord.api(*PERSON).get("/process-instances").json["items"]
    return {
        "reference": started.reference,
        "user_task_id": str(started.user_task_id),
        "process_definition_id": instances[0]["process_definition_id"],
        "process_instance_id": instances[0]["id"],
        "incident_id": 1,
        "agency_key": "reading-school",
        "absence_id": 1,
        "area_key": "reading",
        "partnership_key": "berkshire",
        "person_id": concord.actor("practitioner", "reading-council").person_id,
        "role_id": 1,
        "filter_id": 1,
        "draft_id": own_draft(concord),
        "comment_id": 1,
        "path": "README.md",
        "operation_id": own_operation(concord, instances[0]["id"]),
        "place": 1,
        "timer_id": waiting_timer(concord),
        "notice_id": str(own_notice(concord, started.reference)),
    }


def own_draft(concord):
    """Return a draft of Berkshire's procedure."""
    return str(begin(concord.engine).draft_id)


def own_operation(concord, instance_id):
    """Return an operation on a process instance."""
    path = f"/process-instances/{instance_id}/suspension"
    held = concord.api(*PERSON).put(path, {"reason": "To look at it."})
    return held.json["operation_id"]


def waiting_timer(concord):
    """Return a time limit that runs."""
    concord.raise_case()
    with concord.engine.open_reading() as work:
        return str(work.session.scalars(select(Timer.id)).first())


def own_notice(concord, reference):
    """Return a notice of the person's own."""
    actor = concord.actor(*PERSON)
    tell(concord.engine, reference, actor)
    with concord.engine.open_reading() as work:
        return list_notices(concord.engine, work, actor).rows[0].id


def requests_to(call, places):
    """Return well-formed requests, some of them to what is really there, and broken ones."""

    def really_there(case):
        case.path_parameters = {name: places[name] for name in case.path_parameters or {}}
        return case

    well_formed, broken = (
        call.as_strategy(generation_mode=mode)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )
    return well_formed.map(really_there) | well_formed | broken


def test_the_api_offers_these_calls(concord):
    document = concord.browser().get("/v1/openapi.json").json
    assert {
        path: sorted(METHODS & set(calls)) for path, calls in document["paths"].items()
    } == PATHS


def test_every_call_is_explained(concord):
    document = concord.browser().get("/v1/openapi.json").json
    for calls in document["paths"].values():
        for method in METHODS & set(calls):
            assert calls[method]["summary"]


def test_errors_are_described_as_problems(concord):
    document = concord.browser().get("/v1/openapi.json").json
    for calls in document["paths"].values():
        for method in METHODS & set(calls):
            for status, answer in calls[method]["responses"].items():
                if status.startswith(("4", "5")) and "$ref" not in answer:
                    assert list(answer["content"]) == ["application/problem+json"]
