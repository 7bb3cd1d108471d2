"""Cases in which an administrator can act, each in the state that an act needs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.operations.asking import ask_operation
from engine.operations.looking import list_variables
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.tasks import UserTask
from engine.runtime.claims import claim_user_task
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.runtime.messages import send_message
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE, IncidentState, TaskState
from tests.support.app import ConcordApp
from tests.support.engine import OFFICE, SCHOOL, bundle_with

STEP, LIMIT, NEXT = "Task_S1_Contact", "Timer_S1_24h", "Task_S2_Contact"
MANAGER = ("line-manager", SCHOOL)
REASON = "The procedure is being put right."


@dataclass(frozen=True)
class Place:
    """A process instance, and what stands in its rows."""

    concord: ConcordApp
    instance_id: UUID

    def rows(self, query: Any) -> list[Any]:
        """Return what a query finds now."""
        with self.concord.engine.open_reading() as work:
            return list(work.session.scalars(query))

    @property
    def instance(self) -> ProcessInstance:
        """Its row as it is now."""
        return self.rows(select(ProcessInstance).where(ProcessInstance.id == self.instance_id))[0]

    @property
    def reference(self) -> str:
        """The reference of its case."""
        return self.rows(select(Case.reference).where(Case.id == self.instance.case_id))[0]

    @property
    def beside(self) -> list[ProcessInstance]:
        """The other instances of its case."""
        query = select(ProcessInstance).where(ProcessInstance.case_id == self.instance.case_id)
        return self.rows(query.where(ProcessInstance.id != self.instance_id))

    @property
    def tasks(self) -> dict[str, UserTask]:
        """Its open tasks by element."""
        query = select(UserTask).where(UserTask.process_instance_id == self.instance_id)
        found = self.rows(query.where(UserTask.state == TaskState.OPEN))
        return {task.element_id: task for task in found}

    @property
    def due_at(self) -> datetime | None:
        """When its limit ends; None: none runs."""
        query = select(Timer.due_at).where(Timer.process_instance_id == self.instance_id)
        return next(iter(self.rows(query)), None)

    @property
    def agencies(self) -> set[str]:
        """Who takes part in its case."""
        query = select(CaseAgency.agency_key)
        return set(self.rows(query.where(CaseAgency.case_id == self.instance.case_id)))

    @property
    def incidents(self) -> list[str]:
        """The states of its incidents."""
        query = select(Incident.state).where(Incident.process_instance_id == self.instance_id)
        return self.rows(query)

    def value_of(self, name: str) -> str | None:
        """Return a variable in words."""
        actor = self.concord.actor("administrator", OFFICE)
        with self.concord.engine.open_reading() as work:
            found = list_variables(self.concord.engine, work, actor, self.instance_id)
        return next(one.value for one in found if one.name == name)


@dataclass
class House:
    """An app with cases to act on; those in which nothing succeeds are shared."""

    concord: ConcordApp

    def contact(self) -> Place:
        """Return a case at the first contact of the managers, whose limit runs."""
        concord, actor = self.concord, self.concord.actor("practitioner", SCHOOL)
        with concord.engine.open_reading() as work:
            known = set(work.session.scalars(select(ProcessInstance.id)))
        concord.raise_case()
        with concord.engine.open_reading() as work:
            is_new = ProcessInstance.id.not_in(known)
            place = Place(
                concord, work.session.scalars(select(ProcessInstance.id).where(is_new)).one()
            )
        task = place.tasks["Task_S0_Discuss"]
        answers = concord.answers_to(actor, task.id, s0_outcome="not_resolved")
        complete_user_task(concord.engine, actor, task.id, answers)
        assert place.tasks.keys() == {STEP}
        return place

    def operate(self, place: Place, kind: str, **answers: Any) -> Place:
        """Do something beforehand."""
        engine, actor = self.concord.engine, self.concord.actor("administrator", OFFICE)
        ask_operation(engine, actor, kind, [place.instance_id], answers, REASON)
        return place

    def claimed(self) -> Place:
        """Return a case whose step a manager has taken."""
        place = self.contact()
        claim_user_task(self.concord.engine, self.concord.actor(*MANAGER), place.tasks[STEP].id)
        return place

    def suspended(self) -> Place:
        """Return a case on hold."""
        return self.operate(self.contact(), "suspend", clock="runs_on")

    def failed(self) -> Place:
        """Return a case with an open incident."""
        place = self.contact()
        with self.concord.engine.open_unit_of_work() as work:
            work.session.add(
                Incident(
                    case_id=place.instance.case_id,
                    process_instance_id=place.instance_id,
                    state=IncidentState.OPEN,
                    message="The procedure could not go on from this step.",
                    cause="KeyError at prepared.py:1",
                    raised_at=self.concord.engine.clock.now(),
                )
            )
            work.commit()
        return place

    def put_off(self) -> Place:
        """Return a case whose limit was set for another time."""
        place = self.contact()
        due_at = place.due_at
        assert due_at is not None
        later = (due_at + timedelta(hours=3)).isoformat()
        return self.operate(place, "change_due", element=LIMIT, due_at=later)

    def outdated(self) -> Place:
        """Return a case whose procedure has a newer version since."""
        place = self.contact()
        name = f'name="Version after {place.reference}: review information'
        changed = bundle_with({"berkshire.bpmn": ('name="Review information', name)})
        definition_id = deploy_bundle(self.concord.engine, None, changed)
        publish_definition(self.concord.engine, None, definition_id)
        return place

    @cached_property
    def quiet(self) -> Place:
        """A case at the first contact in which nothing succeeds."""
        return self.contact()

    @cached_property
    def held(self) -> Place:
        """A case on hold in which nothing succeeds."""
        return self.suspended()

    @cached_property
    def taken(self) -> Place:
        """A case whose step a manager has taken, in which nothing succeeds."""
        return self.claimed()

    @cached_property
    def ended(self) -> Place:
        """A case that an administrator has ended."""
        return self.operate(self.contact(), "cancel")

    @cached_property
    def danger(self) -> Place:
        """A danger alert, the process instance beside the one of its case."""
        place, actor = self.contact(), self.concord.actor("practitioner", SCHOOL)
        send_message(self.concord.engine, actor, place.reference, DANGER_MESSAGE)
        return Place(self.concord, place.beside[0].id)
