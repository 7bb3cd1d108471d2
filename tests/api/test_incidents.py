from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from engine.persistence.directory import Agency, Partnership
from engine.persistence.instances import Incident, ProcessInstance
from engine.runtime.directory import add_person, grant_role

OFFICE = "elsewhere-office"


@pytest.fixture
def incident_id(concord):
    case = concord.start_case()
    with concord.engine.open_unit_of_work() as work:
        instance = work.session.scalars(
            select(ProcessInstance).where(ProcessInstance.case_id == case.case_id)
        ).first()
        incident = Incident(
            case_id=case.case_id,
            process_instance_id=instance.id,
            element_id="Task_S0_Raise",
            state="open",
            message="The procedure could not go on.",
            cause="a failure",
            raised_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        work.session.add(incident)
        work.session.flush()
        found = incident.id
        work.commit()
    return found


@pytest.fixture
def stranger(concord):
    """Administers another partnership."""
    with concord.engine.open_unit_of_work() as work:
        work.session.add(Partnership(key="elsewhere", name="Elsewhere"))
        work.session.flush()
        work.session.add(
            Agency(key=OFFICE, name="Office", sector="partnership", partnership_key="elsewhere")
        )
        work.commit()
    email = f"administrator@{OFFICE}.example"
    add_person(concord.engine, email=email, name="Administrator")
    grant_role(concord.engine, email=email, agency_key=OFFICE, role="administrator")
    return concord.api("administrator", OFFICE)


def test_an_incident_is_retried_by_administrators_of_its_partnership_only(
    concord, incident_id, stranger
):
    own = concord.api("administrator", "berkshire-partnership")
    path, reason = f"/incidents/{incident_id}/retry", {"reason": "The form was put right."}
    refused = stranger.post(path, reason)
    missing = stranger.post("/incidents/999/retry", reason)
    assert refused.status_code == missing.status_code == 404
    assert refused.text.replace(str(incident_id), "…") == missing.text.replace("999", "…")
    assert own.post(path, reason).status_code == 204
    assert own.post(path, reason).status_code == 404
