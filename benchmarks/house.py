"""A Concord to measure: a database with the demo directory and the Berkshire procedure."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as SqlEngine
from sqlalchemy import event, insert, select

from engine.access import Actor
from engine.clock import SystemClock
from engine.context import Engine, open_engine
from engine.definitions.bundle import read_folder
from engine.persistence.database import Database
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.upgrading import upgrade_database
from engine.queries.actors import load_actor_by_email
from engine.runtime.cases import StartedCase, start_case
from engine.runtime.demo_directory import load_demo_directory
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.runtime.task_forms import open_form
from engine.runtime.user_tasks import Completion, complete_user_task
from engine.settings import Settings
from forms.suggestion import suggest_answers

ROOT = Path(__file__).parents[1]
EDITION = ROOT / "workflows/berkshire/2026-03-25"
PROCESS = "berkshire_escalation"
SCHOOL, COUNCIL = "reading-school", "reading-council"
OFFICE = "berkshire-partnership"
SETTINGS = Settings(secret_key="b" * 32, encryption_keys=("k1:" + "b" * 64,))

LADDER: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("Task_S0_Raise", "practitioner", {"concern_remains": "yes", "immediate_harm": "no"}),
    ("Task_S0_Discuss", "practitioner", {"s0_outcome": "not_resolved"}),
    ("Task_S1_Contact", "line-manager", {"s1_outcome": "not_resolved"}),
    ("Task_S2_Contact", "next-level-manager", {"s2_outcome": "not_resolved"}),
    ("Task_S3_Contact", "senior-manager", {"s3_outcome": "not_resolved"}),
)
"""A case that climbs: element, role and the answers that matter."""

LOOP: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("Task_S1_Contact", "line-manager", {"s1_outcome": "professionals_meeting"}),
    ("Task_S1_ProfMeeting", "line-manager", {}),
)
"""Two completions that can be repeated for ever in one case."""


@dataclass
class Count:
    """SQL statements and commits while counting was on."""

    statements: int = 0
    commits: int = 0


class House:
    """One database, its engine and the people who act on it."""

    def __init__(self, database: Database) -> None:
        """Migrate, deploy, publish and load the demo directory."""
        upgrade_database(database)
        self.database = database
        self.engine: Engine = open_engine(SETTINGS, clock=SystemClock(), database=database)
        load_demo_directory(self.engine, lambda _password: "")
        bundle = read_folder(EDITION, ROOT / "forms/definitions")
        publish_definition(self.engine, None, deploy_bundle(self.engine, None, bundle))
        self._answers: dict[str, dict[str, Any]] = {}

    def actor(self, role: str, agency_key: str = SCHOOL) -> Actor:
        """Return the demo person who has this role in the agency."""
        with self.engine.open_reading() as work:
            email = f"{role}@{agency_key}.example"
            return load_actor_by_email(work, email, self.engine.clock.now())

    def start(self) -> StartedCase:
        """Start a case for the school's practitioner."""
        return start_case(self.engine, self.actor("practitioner"), area_key="reading")

    def answers(
        self, actor: Actor, task_id: uuid.UUID, element_id: str, overrides: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return valid answers; the form is asked for once per element."""
        if element_id not in self._answers:
            with self.engine.open_reading() as work:
                form = open_form(self.engine, work, actor, task_id)
            parties = {"raising_agency": SCHOOL, "receiving_agency": COUNCIL}
            keys = form.form.questions.keys()
            given = {key: value for key, value in parties.items() if key in keys} | dict(overrides)
            self._answers[element_id] = suggest_answers(
                form.form, given, form.context, form.functions
            )
        return {**self._answers[element_id], **self._fresh(element_id)}

    def _fresh(self, element_id: str) -> dict[str, Any]:
        """Return the answers that cannot be used twice.

        A contact cannot be before its stage, and each case is about another child.
        """
        now = self.engine.clock.now().isoformat()
        fresh = {"contact_at": now, "pm_held_at": now, "child_ref": f"B-{uuid.uuid4().hex[:12]}"}
        return {key: fresh[key] for key in self._answers[element_id].keys() & fresh.keys()}

    def complete(self, task_id: uuid.UUID, step: tuple[str, str, Mapping[str, str]]) -> Completion:
        """Complete one task of a ladder or loop."""
        element_id, role, overrides = step
        actor = self.actor(role)
        answers = self.answers(actor, task_id, element_id, overrides)
        return complete_user_task(self.engine, actor, task_id, answers)

    def climb(self, steps: int) -> tuple[StartedCase, uuid.UUID]:
        """Start a case and complete the first steps of the ladder; return the open task."""
        started = self.start()
        task_id = started.user_task_id
        for step in LADDER[:steps]:
            task_id = self.complete(task_id, step).opened[0].id
        return started, task_id

    def enlarge_group(self, role: str, agency_key: str, members: int) -> None:
        """Add colleagues to a group, so that it has so many members more."""
        now = self.engine.clock.now()
        with self.engine.open_unit_of_work() as work:
            last = max(work.session.scalars(select(Person.id)))
            people = range(last + 1, last + 1 + members)
            work.session.execute(
                insert(Person),
                [
                    {
                        "id": person,
                        "email": f"colleague{person}@{agency_key}.example",
                        "name": f"Colleague {person} (benchmark)",
                        "password": None,
                        "active": True,
                        "fs_uniquifier": str(person),
                        "created_at": now,
                    }
                    for person in people
                ],
            )
            work.session.execute(
                insert(RoleGrant),
                [
                    {
                        "person_id": person,
                        "agency_key": agency_key,
                        "role": role,
                        "valid_from": now,
                        "valid_to": None,
                    }
                    for person in people
                ],
            )
            work.commit()

    @contextmanager
    def counting(self) -> Iterator[Count]:
        """Count SQL statements and commits."""
        count = Count()

        def statement(_connection: object, _cursor: object, sql: str, *_: object) -> None:
            count.statements += not sql.startswith("BEGIN")

        def commit(*_: object) -> None:
            count.commits += 1

        listeners = (("before_cursor_execute", statement), ("commit", commit))
        for name, listener in listeners:
            event.listen(SqlEngine, name, listener)
        try:
            yield count
        finally:
            for name, listener in listeners:
                event.remove(SqlEngine, name, listener)
