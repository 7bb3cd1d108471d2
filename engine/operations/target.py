"""One process instance that an operation acts on, inside one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.access import Actor, Group
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.operations.due_times import follow_due_times
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import update_row
from engine.runtime.act import Act
from engine.runtime.execution import load_instance, save
from engine.runtime.journal import Journal
from engine.runtime.movement import Movement
from engine.runtime.participants import partnership_office
from engine.runtime.transfers import settled
from engine.vocabulary import Role


@dataclass
class Target:
    """A locked process instance with its locked case, the administrator, and what they asked for.

    `engine.clock` and `journal.at` say the same instant.
    """

    engine: Engine
    work: UnitOfWork
    actor: Actor
    case: Case
    instance: ProcessInstance
    answers: Mapping[str, Any]
    """By question of the kind."""
    reason: str
    journal: Journal
    beside: tuple["Target", ...] = field(default=(), init=False)
    """Other running instances of the case that are taken along, in the same transaction."""
    _loaded: Movement | None = field(default=None, init=False)

    @property
    def compiled(self) -> CompiledBundle:
        """The definition that the instance follows."""
        return self.engine.definitions.compiled(self.work, self.instance.process_definition_id)

    @property
    def movement(self) -> Movement:
        """The instance in memory, loaded when it is first asked for."""
        if self._loaded is None:
            self._loaded = load_instance(
                self.engine, self.work, self.case, self.instance, journal=self.journal
            )
        return self._loaded

    @property
    def act(self) -> Act:
        """The administrator's act on the case, as somebody of the partnership's office."""
        office = partnership_office(self.work, self.case.partnership_key) or ""
        group = Group(office, Role.ADMINISTRATOR)
        return Act(self.engine, self.work, self.actor, group, self.case, self.journal.at)

    def settle(self) -> Movement:
        """Let what is due happen first: it is the engine's act. On hold, nothing is due."""
        self._loaded = settled(self.act, self.instance, self.journal)
        return self._loaded

    def beside_it(self, instance: ProcessInstance) -> "Target":
        """Return another instance of the same case, in the same transaction and history."""
        return replace(self, instance=instance)

    def write(self) -> None:
        """Write what has changed: the moved state, or the instance's own row and the history."""
        for one in (*self.beside, self):
            one.write_instance()
        # Whoever reads the rows again sees what was changed in them.
        self.work.session.flush()
        self.work.send()

    def write_instance(self) -> None:
        """Write what has changed in this instance alone; `write` is for everything."""
        if self._loaded is not None:
            save(self._loaded)
            self.work.send()
            follow_due_times(self._loaded)
        else:
            self.instance.revision += 1
            self.case.revision += 1
            update_row(self.work, self.instance)
            self.journal.write(self.work)
