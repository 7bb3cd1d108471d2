"""Collects what happens in a case during one transaction, and chains it to what happened before."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.access import Actor
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.history_chain import event_hash
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import insert_rows, update_row
from engine.vocabulary import Happening


class Journal:
    """The history events of one case in one transaction."""

    def __init__(
        self,
        case: Case,
        at: datetime,
        actor: Actor | None,
        agency_key: str | None = None,
        deputy_for: int | None = None,
        operation_id: uuid.UUID | None = None,
    ) -> None:
        """Begin for a locked case; `actor` is empty when the engine acts by itself.

        `deputy_for`: the absent colleague in whose place the actor acts. `operation_id`: the
        operation that an administrator carries out or takes back.
        """
        self.operation_id = operation_id
        self.agency_key = agency_key
        self._in_place_of = {} if deputy_for is None else {"deputy_for": deputy_for}
        self.at = at
        self._case = case
        self._count, self._hash = case.history_count, case.history_hash
        self._actor = actor
        self._events: list[dict[str, Any]] = []

    def note(
        self,
        kind: Happening,
        *,
        process_instance_id: uuid.UUID | None = None,
        element_id: str | None = None,
        details: Mapping[str, Any] | None = None,
        by_engine: bool = False,
    ) -> None:
        """Add one event. `details` holds ids, names and times, never what people typed.

        What a limit led to is nobody's act (`by_engine`), also when somebody's submit came upon it.
        """
        actor = None if by_engine else self._actor
        event: dict[str, Any] = {
            "case_id": self._case.id,
            "number": self._count + 1,
            "process_instance_id": process_instance_id,
            "kind": kind,
            "element_id": element_id,
            "at": self.at,
            "person_id": actor.person_id if actor else None,
            "agency_key": self.agency_key if actor else None,
            "details": {**(details or {}), **(self._in_place_of if actor else {})},
        }
        event["hash"] = event_hash(self._hash, event)
        self._count, self._hash = event["number"], event["hash"]
        self._events.append(event)

    @property
    def person_id(self) -> int | None:
        """Whose act it is; empty when the engine acts by itself."""
        return self._actor.person_id if self._actor else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been noted since the last writing."""
        return not self._events

    def write(self, work: UnitOfWork) -> None:
        """Write the events, and the case's own row with what else has changed in it."""
        self._case.history_count, self._case.history_hash = self._count, self._hash
        insert_rows(work, HistoryEvent, self._events)
        update_row(work, self._case)
        self._events = []
