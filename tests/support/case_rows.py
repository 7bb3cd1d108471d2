"""Rows of cases, tasks and notices, written as the runtime would leave them."""

import itertools
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from engine.access import Actor, Group, Opening
from engine.calendar import Calendar
from engine.context import Engine
from engine.definitions.clauses import Clause, ClauseList
from engine.persistence.base import Base
from engine.persistence.cases import Case, CaseAccess, CaseAgency
from engine.persistence.database import connect
from engine.persistence.definitions import Deployment, ProcessDefinition
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance
from engine.persistence.notifications import Notification
from engine.persistence.sealing import Sealer
from engine.persistence.tasks import Draft, Submission, TaskCandidate, UserTask
from engine.persistence.writing import columns_of, insert_rows
from engine.settings import Settings
from engine.spiff.element import Timer
from tests.support.clock import FakeClock
from tests.support.directory import demo_actor, fill_directory

START = datetime(2026, 8, 28, 15, 0, tzinfo=UTC)
KEYS = ("k1:" + "ab" * 32,)


@dataclass(frozen=True)
class FakeElement:
    """An element of a diagram, as far as reads look at it."""

    id: str
    name: str = ""
    type: str = "userTask"
    documentation: str | None = None
    clauses: tuple[str, ...] = ()
    parent_id: str | None = None
    process_id: str = "berkshire_escalation"
    attached_to: str | None = None
    called_element: str | None = None
    incoming: tuple[str, ...] = ()
    timer: Timer | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    message: str | None = None


class FakeLibrary:
    """A library in which every element exists: its label is its id in words."""

    def __init__(self) -> None:
        self.known: dict[str, FakeElement] = {}
        self.message_starts: dict[str, str] = {}

    def element(self, element_id: str) -> FakeElement:
        fallback = FakeElement(element_id, element_id.replace("_", " ").lower())
        return self.known.get(element_id, fallback)

    @property
    def processes(self) -> set[str]:
        return {element.process_id for element in self.known.values()}

    def elements(self, process_id: str) -> tuple[FakeElement, ...]:
        return tuple(e for e in self.known.values() if e.process_id == process_id)


class FakeDefinitions:
    """One compiled bundle for every process definition."""

    def __init__(self) -> None:
        self.library = FakeLibrary()
        self.forms: dict[str, Any] = {}
        self.bundle = SimpleNamespace(files={"berkshire.bpmn": b"<definitions/>"})
        limit = Clause(
            "S1-04", "line 42", "duty", "must", "Contact within the limit.", None, (), (), (), ""
        )
        self.clauses = ClauseList("BRK26", {"S1-04": limit})
        self.procedure = SimpleNamespace(
            title="Escalation",
            edition="2026-03-25",
            stages=(SimpleNamespace(id="S1", title="Line managers"),),
        )

    def compiled(self, _work: Any, _definition_id: int) -> Any:
        return self


OpenEngine = Callable[..., Engine]


@pytest.fixture
def open_engine() -> Iterator[OpenEngine]:
    """Return what opens an engine on a database; all are closed when the test ends."""
    opened: list[Engine] = []

    def open_one(database_url: str, **settings: Any) -> Engine:
        opened.append(_test_engine(database_url, **settings))
        return opened[-1]

    yield open_one
    for engine in opened:
        engine.database.engine.dispose()


@pytest.fixture
def engine(open_engine: OpenEngine, database_url: str) -> Engine:
    """Return an engine with the demonstration's directory, on each kind of database."""
    return open_engine(database_url)


@pytest.fixture
def rows(engine: Engine) -> "CaseRows":
    """Return the rows of a case in which nothing has happened yet."""
    return CaseRows(engine)


def _test_engine(database_url: str, **settings: Any) -> Engine:
    engine = Engine(
        settings=Settings(
            database_url=database_url,
            secret_key="s" * 32,
            encryption_keys=KEYS,
            base_url="https://concord.example",
            mail_from="concord@concord.example",
            **settings,
        ),
        clock=FakeClock(START),
        database=connect(database_url),
        sealer=Sealer(KEYS),
        calendar=Calendar(),
        definitions=FakeDefinitions(),  # type: ignore[arg-type] - stands in
    )
    fill_directory(engine)
    return engine


@dataclass
class CaseRows:
    """Writes rows of one case; every method writes at once."""

    engine: Engine
    reference: str = "BRK-2026-000001"
    case: Case = field(init=False)
    instance: ProcessInstance = field(init=False)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        now = self.engine.clock.now()
        raiser = demo_actor(self.engine, "practitioner", "reading-school")
        self.case = Case(
            id=uuid.uuid4(),
            reference=self.reference,
            area_key="reading",
            partnership_key="berkshire",
            process_definition_id=_definition(self.engine),
            started_by=raiser.person_id,
            started_at=now,
            stage="S1",
            stage_started_at=now,
            open_instances=1,
            history_count=0,
            history_hash="",
            revision=1,
        )
        self.instance = self.new_instance(is_main=True)
        self.write(self.case)
        self.write(self.instance)
        self.write(
            CaseAgency(case_id=self.case.id, agency_key="reading-council", side="receiving"),
            CaseAgency(case_id=self.case.id, agency_key="reading-school", side="raising"),
        )

    def new_instance(self, *, is_main: bool, message: str | None = None) -> ProcessInstance:
        return ProcessInstance(
            id=uuid.uuid4(),
            case_id=self.case.id,
            process_definition_id=self.case.process_definition_id,
            process_id="berkshire_escalation",
            is_main=is_main,
            message=message,
            state="active",
            revision=1,
            started_at=self.engine.clock.now(),
        )

    def write(self, *rows: Base) -> None:
        with self.engine.open_unit_of_work() as work:
            work.session.add_all(rows)
            work.commit()

    def open_to(self, *openings: Opening) -> None:
        """Let groups and people see the case."""
        self.write(
            *(
                CaseAccess(
                    case_id=self.case.id,
                    agency_key=opening.group.agency_key,
                    role=opening.group.role,
                    person_id=opening.person_id,
                    since=self.engine.clock.now(),
                )
                for opening in openings
            )
        )

    def add_task(self, openings: Iterable[Opening] = (), **columns: Any) -> UserTask:
        """Write an open user task that is open to groups and people."""
        values: dict[str, Any] = {
            "id": uuid.uuid4(),
            "element_id": "Task_S1_Contact",
            "name": "Review the information",
            "form_key": "BRK-S1",
            "stage": "S1",
            "role": "line-manager",
            "agency_side": "both",
            "is_danger": False,
            "state": "open",
            "opened_at": self.engine.clock.now(),
            "case_id": self.case.id,
            "process_instance_id": self.instance.id,
        }
        task = UserTask(**(values | columns))
        self.write(task)
        due = task.due_at.isoformat() if task.due_at else "9999"
        sort_key = f"{0 if task.is_danger else 1}|{due}|{task.opened_at.isoformat()}|{task.id.hex}"
        self.write(
            *(
                TaskCandidate(
                    user_task_id=task.id,
                    agency_key=opening.group.agency_key,
                    role=opening.group.role,
                    person_id=opening.person_id,
                    sort_key=sort_key,
                )
                for opening in openings
            )
        )
        return task

    def add_many_tasks(self, opening: Opening, count: int, **columns: Any) -> list[uuid.UUID]:
        """Write so many open tasks in one go, in this order in the inbox; return their ids.

        A column may be a function of the number of the task.
        """
        template = columns_of(self.add_task()) | {"name": "One of many"}
        tasks = []
        for number in range(count):
            own = {
                name: value(number) if callable(value) else value for name, value in columns.items()
            }
            tasks.append({**template, "id": uuid.uuid4(), **own})
        candidates = [
            {
                "user_task_id": task["id"],
                "agency_key": opening.group.agency_key,
                "role": opening.group.role,
                "person_id": opening.person_id,
                "sort_key": f"1|9999|{number:09d}",
            }
            for number, task in enumerate(tasks)
        ]
        with self.engine.open_unit_of_work() as work:
            insert_rows(work, UserTask, tasks)
            insert_rows(work, TaskCandidate, candidates)
            work.commit()
        return [task["id"] for task in tasks]

    def add_submission(self, task: UserTask, actor: Actor, answers: Any, **columns: Any) -> None:
        """Write what somebody sent; accepted unless `state` says otherwise."""
        values: dict[str, Any] = {
            "case_id": self.case.id,
            "user_task_id": task.id,
            "element_id": task.element_id,
            "form_key": task.form_key,
            "state": "accepted",
            "answers": self.engine.sealer.seal_json(answers, "submission.answers"),
            "person_id": actor.person_id,
            "agency_key": actor.agencies[0],
            "submitted_at": self.engine.clock.now(),
        }
        self.write(Submission(**(values | columns)))

    def add_draft(self, task: UserTask, actor: Actor, answers: Any) -> None:
        """Write what somebody typed and has not sent."""
        self.write(
            Draft(
                user_task_id=task.id,
                person_id=actor.person_id,
                agency_key=actor.agencies[0],
                answers=self.engine.sealer.seal_json(answers, "draft.answers"),
                saved_at=self.engine.clock.now(),
            )
        )

    def add_event(self, kind: str, **columns: Any) -> None:
        """Write a history event."""
        values = {"details": {}, "hash": "", "at": self.engine.clock.now()} | columns
        number = next(self.numbers)
        self.write(HistoryEvent(case_id=self.case.id, number=number, kind=kind, **values))

    def add_notification(
        self, groups: Iterable[Group] = (), people: Iterable[int] = (), **columns: Any
    ) -> Notification:
        """Write a queued notice."""
        values: dict[str, Any] = {
            "id": uuid.uuid4(),
            "case_id": self.case.id,
            "process_instance_id": self.instance.id,
            "element_id": "Notify_S1_Overdue",
            "template": "S1_OVERDUE",
            "groups": {
                "groups": [[group.agency_key, group.role] for group in groups],
                "people": list(people),
            },
            "facts": {"reference": self.reference, "stage": "S1", "name": "Tell next level"},
            "is_danger": False,
            "state": "pending",
            "queued_at": self.engine.clock.now(),
        }
        notification = Notification(**(values | columns))
        self.write(notification)
        return notification


def group(role: str, agency_key: str) -> Opening:
    """Return the opening for every member of a group."""
    return Opening(Group(agency_key, role))


def without_groups(actor: Actor) -> Actor:
    """Return the same person after they lost every role."""
    return replace(actor, groups=frozenset())


def _definition(engine: Engine) -> int:
    with engine.open_unit_of_work() as work:
        deployment = Deployment(
            content_hash="0", bundle=b"", note="", deployed_at=engine.clock.now()
        )
        work.session.add(deployment)
        work.session.flush()
        version = deployment.id
        definition = ProcessDefinition(
            key="berkshire_escalation",
            version=version,
            edition="2026-03-25",
            name="Escalation",
            partnership_key="berkshire",
            deployment_id=deployment.id,
            published_at=engine.clock.now(),
        )
        work.session.add(definition)
        work.commit()
        return definition.id
