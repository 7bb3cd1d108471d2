"""An engine with Berkshire's procedure and the demonstration's people, on a fresh database."""

import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from sqlalchemy import event, select

from engine.access import Actor
from engine.clock import Clock
from engine.context import Engine, open_engine
from engine.definitions.bundle import Bundle, read_folder
from engine.persistence.cases import Case
from engine.persistence.database import Database, connect
from engine.persistence.tasks import UserTask
from engine.runtime.cases import StartedCase, start_case
from engine.runtime.completion import Completion
from engine.runtime.remarks import Remarks
from engine.runtime.task_forms import open_form
from engine.runtime.timers import fire_due_timers
from engine.runtime.user_tasks import complete_user_task
from engine.settings import Settings
from engine.trial.clock import TrialClock
from engine.trial.store import open_trial
from engine.vocabulary import TaskState
from forms.suggestion import suggest_answers
from tests.support.databases import KINDS
from tests.support.directory import demo_actor
from tests.support.postgres import PostgresServer

ROOT = Path(__file__).parents[2]
EDITION = ROOT / "workflows/berkshire/2026-03-25"
SETTINGS = Settings(secret_key="s" * 64, encryption_keys=("k1:" + "ab" * 32,))
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
"""An ordinary working day, 10:00 in London."""
SCHOOL, COUNCIL, POLICE = "reading-school", "reading-council", "thames-police"
OFFICE = "berkshire-partnership"

Role = tuple[str, str]
"""A role and the agency for which it is held."""
RAISER: Role = ("practitioner", SCHOOL)
OTHER_PRACTITIONER: Role = ("practitioner", COUNCIL)
MANAGER: Role = ("line-manager", SCHOOL)
OTHER_MANAGER: Role = ("line-manager", COUNCIL)

LADDER: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("Task_S0_Raise", "practitioner", {"immediate_harm": "no", "concern_remains": "yes"}),
    ("Task_S0_Discuss", "practitioner", {"s0_outcome": "not_resolved"}),
    ("Task_S1_Contact", "line-manager", {"s1_outcome": "not_resolved"}),
    ("Task_S2_Contact", "next-level-manager", {"s2_outcome": "not_resolved"}),
    ("Task_S3_Contact", "senior-manager", {"s3_outcome": "not_resolved"}),
)
"""The steps of a case that climbs: element, role, the answers that matter."""
ANY_REASON = Remarks(late_reason="waiting_for_information")
"""Counts only where a limit was missed."""
NOTHING_LEARNED = {"lessons_identified": "no", "policy_gap": "no"}


def berkshire_bundle() -> Bundle:
    """Return the newest edition of Berkshire's procedure as its files are now."""
    return read_folder(EDITION, ROOT / "forms/definitions")


def bundle_with(changes: Mapping[str, tuple[str, str]]) -> Bundle:
    """Return Berkshire's bundle with texts replaced: by file, what stood there and what stands."""
    files = dict(berkshire_bundle().files)
    for path, (old, new) in changes.items():
        assert old.encode() in files[path], f"{path} has no {old}"
        files[path] = files[path].replace(old.encode(), new.encode())
    return Bundle(files)


@dataclass(frozen=True)
class Berkshire:
    """The engine, its clock, and people who do things."""

    engine: Engine
    clock: TrialClock

    def actor(self, role: str, agency_key: str) -> Actor:
        """Return the demonstration's person with a role for an agency."""
        return demo_actor(self.engine, role, agency_key)

    def start(self) -> StartedCase:
        """Start a case for the school's practitioner."""
        return start_case(self.engine, self.actor(*RAISER), area_key="reading", agency_key=SCHOOL)

    def climb(self, to: str) -> StartedCase:
        """Start a case and complete steps until an element of the ladder is open."""
        started = self.start()
        for element_id, role, answers in LADDER:
            if element_id == to:
                return started
            self.complete(started.case_id, element_id, (role, SCHOOL), **answers)
        return started

    def tasks(self, case_id: uuid.UUID, state: str = TaskState.OPEN) -> list[UserTask]:
        """Return user tasks of a case, oldest first."""
        query = select(UserTask).where(UserTask.case_id == case_id, UserTask.state == state)
        return self.rows(query.order_by(UserTask.opened_at))

    def open_elements(self, case_id: uuid.UUID) -> list[str]:
        """Return the elements of the open user tasks, sorted."""
        return sorted(task.element_id for task in self.tasks(case_id))

    def task(self, case_id: uuid.UUID, element_id: str) -> UserTask:
        """Return the first open user task of an element."""
        return next(task for task in self.tasks(case_id) if task.element_id == element_id)

    def case(self, case_id: uuid.UUID) -> Case:
        """Return a case's row as it is now."""
        return self.rows(select(Case).where(Case.id == case_id))[0]

    def rows(self, query: Any) -> list[Any]:
        """Return what a query finds now."""
        with self.engine.open_reading() as work:
            return list(work.session.scalars(query))

    def answers(self, role: Role, task_id: uuid.UUID, **overrides: Any) -> dict[str, Any]:
        """Return the smallest valid answers to a task's form."""
        actor = self.actor(*role)
        with self.engine.open_reading() as work:
            shown = open_form(self.engine, work, actor, task_id)
        questions = shown.form.questions
        wanted = {"receiving_agency": COUNCIL, **NOTHING_LEARNED}
        for key, field in questions.items():
            if field.reference == "person":
                wanted[key] = str(self.actor("meeting-chair", POLICE).person_id)
        named = {key: value for key, value in wanted.items() if key in questions}
        return suggest_answers(shown.form, {**named, **overrides}, shown.context, shown.functions)

    def complete(
        self, case_id: uuid.UUID, element_id: str, role: Role, **overrides: Any
    ) -> Completion:
        """Complete the open task of an element with suggested answers."""
        task = self.task(case_id, element_id)
        answers = self.answers(role, task.id, **overrides)
        actor = self.actor(*role)
        return complete_user_task(self.engine, actor, task.id, answers, remarks=ANY_REASON)

    def wait(self, **span: float) -> int:
        """Let time pass in one leap, then sweep; return how many instances were advanced."""
        self.clock.set(self.clock.now() + timedelta(**span))
        return fire_due_timers(self.engine)


def quick(database: Database) -> Database:
    """Let SQLite not wait for the disk: a test's file has to survive a kill, not a power cut."""
    if database.engine.dialect.name == "sqlite":
        event.listen(
            database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF")
        )
    return database


def open_berkshire(
    database: Database, *, clock: Clock | None = None, now: datetime = MONDAY
) -> Berkshire:
    """Return an engine over a database that `prepare` has filled."""
    trial_clock = TrialClock(now)
    engine = open_engine(SETTINGS, clock=clock or trial_clock, database=database)
    return Berkshire(engine, trial_clock)


def prepare(database_url: str, bundle: Bundle | None = None) -> None:
    """Bring tables, directory and procedure into an empty database."""
    database = quick(connect(database_url))
    open_trial(database, bundle or berkshire_bundle())
    database.engine.dispose()


@pytest.fixture(scope="session")
def berkshire_sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with directory and procedure, to copy."""
    path = tmp_path_factory.mktemp("berkshire") / "concord.db"
    prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def berkshire_postgres_template(
    postgres_server: PostgresServer, testrun_uid: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Return the name of a PostgreSQL database with directory and procedure, to copy."""
    name = f"concord_berkshire_{testrun_uid}"
    with FileLock(tmp_path_factory.getbasetemp().parent / f"{name}.lock"):
        if not postgres_server.has(name):
            prepare(postgres_server.create(name))
    return name


@pytest.fixture
def berkshire_sqlite_url(berkshire_sqlite_template: Path, tmp_path: Path) -> str:
    """Return the URL of a fresh SQLite file in which cases can be raised."""
    path = tmp_path / "concord.db"
    shutil.copy(berkshire_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def berkshire_postgresql_url(
    postgres_server: PostgresServer,
    berkshire_postgres_template: str,
    _database_names: Callable[[], str],
) -> Iterator[str]:
    """Return the URL of a fresh PostgreSQL database in which cases can be raised."""
    name = _database_names()
    yield postgres_server.create(name, berkshire_postgres_template)
    postgres_server.drop(name)


@pytest.fixture(params=KINDS)
def berkshire_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a database in which cases can be raised, once on each kind."""
    url: str = request.getfixturevalue(f"berkshire_{request.param}_url")
    return url


@pytest.fixture
def berkshire(berkshire_url: str) -> Iterator[Berkshire]:
    """Return an engine in which cases can be raised, once on each kind of database."""
    database = quick(connect(berkshire_url))
    yield open_berkshire(database)
    database.engine.dispose()
