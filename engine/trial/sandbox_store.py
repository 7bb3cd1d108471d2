"""The throw-away store of a trial run: one case, the demo directory, and a clock that is set."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, select

from engine.access import Actor, Group
from engine.context import Engine, open_engine
from engine.definitions.compiled import CompiledBundle
from engine.errors import NotFoundError
from engine.persistence.cases import Case, CaseAccess
from engine.persistence.database import Database
from engine.persistence.directory import Person
from engine.persistence.history import HistoryEvent
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import load_actor
from engine.settings import Settings
from engine.trial.clock import TrialClock
from engine.trial.sandbox_steps import RunContent, Verb
from engine.trial.store import SETTINGS


@dataclass(frozen=True)
class TrialStore:
    """An engine over the store of one run, and whoever acts in it."""

    engine: Engine
    clock: TrialClock

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Open a block that only reads."""
        with self.engine.open_reading() as work:
            yield work

    @cached_property
    def case(self) -> Case:
        """The one case, as it is when it is first asked for."""
        with self.reading() as work:
            return work.session.scalars(select(Case)).one()

    @cached_property
    def compiled(self) -> CompiledBundle:
        """The procedure that is tried."""
        with self.reading() as work:
            return self.engine.definitions.compiled(work, self.case.process_definition_id)

    def actor(self, email: str) -> Actor:
        """Return one of the demonstration's people.

        Raises:
            NotFoundError: there is nobody with this address.
        """
        with self.reading() as work:
            person_id = work.session.scalar(select(Person.id).where(Person.email == email))
            if person_id is None:
                raise NotFoundError("person", email)
            return load_actor(work, person_id, self.clock.now())

    @cached_property
    def onlooker(self) -> Actor:
        """Somebody of every group that the case has reached: whoever tries sees everything."""
        query = select(CaseAccess.agency_key, CaseAccess.role).distinct()
        with self.reading() as work:
            groups = frozenset(Group(*row) for row in work.session.execute(query))
        return Actor(self.case.started_by, "", "", groups)


def open_trial_store(
    database: Database, settings: Settings, content: RunContent, *, is_begun: bool = True
) -> TrialStore:
    """Return the store over a database, with the clock where the run's steps have left it.

    `settings`: of the real engine. What people type is sealed with its keys here as well.
    """
    sealed = Settings(secret_key=SETTINGS.secret_key, encryption_keys=settings.encryption_keys)
    clock = TrialClock(content.beginning.at)
    engine = open_engine(sealed, clock=clock, database=database)
    if is_begun:
        clock.set(_now(engine, content))
    return TrialStore(engine, clock)


def _now(engine: Engine, content: RunContent) -> datetime:
    """Return the time that the clock shows: where it was moved, or what came after that."""
    moved = [datetime.fromisoformat(s.target) for s in content.steps if s.verb == Verb.UNTIL]
    with engine.open_reading() as work:
        latest = work.session.scalar(select(func.max(HistoryEvent.at)))
    known: list[datetime] = [content.beginning.at, *moved, *([latest] if latest else [])]
    return max(known)
