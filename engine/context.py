"""What every verb needs at hand: settings, clock, database, sealer, calendar, definitions."""

from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import select

from engine.calendar import Calendar
from engine.clock import Clock, MovableClock, SystemClock
from engine.definitions.bundle import Bundle
from engine.definitions.compiled import CompiledBundle, restore_bundle
from engine.errors import NotFoundError
from engine.persistence.database import Database, connect
from engine.persistence.definitions import Deployment, ProcessDefinition
from engine.persistence.sealing import Sealer
from engine.persistence.unit_of_work import UnitOfWork
from engine.settings import Settings


class DefinitionStore:
    """Compiled process definitions by id. A definition never changes, so neither does an entry."""

    def __init__(self) -> None:
        """Start empty."""
        self._compiled: dict[int, CompiledBundle] = {}
        self._lock = Lock()

    def compiled(self, work: UnitOfWork, process_definition_id: int) -> CompiledBundle:
        """Return the compiled bundle of a process definition, read from `work` once.

        Raises:
            NotFoundError: there is no such process definition.
        """
        known = self._compiled.get(process_definition_id)
        if known is not None:
            return known
        query = (
            select(Deployment.bundle)
            .join(ProcessDefinition, ProcessDefinition.deployment_id == Deployment.id)
            .where(ProcessDefinition.id == process_definition_id)
        )
        packed = work.session.scalar(query)
        if packed is None:
            raise NotFoundError("process definition", process_definition_id)
        compiled = restore_bundle(Bundle.from_bytes(packed))
        with self._lock:
            return self._compiled.setdefault(process_definition_id, compiled)


@dataclass(frozen=True)
class Engine:
    """The engine of one database."""

    settings: Settings
    clock: Clock
    database: Database
    sealer: Sealer
    calendar: Calendar = field(default_factory=Calendar)
    definitions: DefinitionStore = field(default_factory=DefinitionStore)

    def open_unit_of_work(self) -> UnitOfWork:
        """Open a transaction that writes."""
        return UnitOfWork(self.database.open_writing)

    def open_reading(self) -> UnitOfWork:
        """Open a transaction that only reads."""
        return UnitOfWork(self.database.open_reading, remembers=True)


def open_engine(
    settings: Settings, *, clock: Clock | None = None, database: Database | None = None
) -> Engine:
    """Return the engine for these settings; demo mode gets a clock that can be moved."""
    return Engine(
        settings=settings,
        clock=clock or (MovableClock() if settings.demo else SystemClock()),
        database=database or connect(settings.database_url),
        sealer=Sealer(settings.encryption_keys),
    )
