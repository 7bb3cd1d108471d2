"""Finds the process instances of a list, the newest first, without reading those of others.

Either few fit (an element, an incident, a reference): then those few are looked up and sorted. Or
many do: then each version and state is walked along its own index from where the last page ended.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    SQLColumnExpression,
    exists,
    select,
    union_all,
)

from engine.access import Actor
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import is_administered_by
from engine.queries.instance_filters import InstanceFilter
from engine.queries.instance_versions import (
    VersionRow,
    administered_versions,
)
from engine.queries.paging import comes_after, newest_first_cursor

MOST_EXAMINED = 2_000
"""How many instances are asked at once for what no index knows."""
MOST_WALKS = 300
"""How many walks stand in one statement; SQLite takes 500."""

Key = tuple[datetime, uuid.UUID]
"""When an instance started, and its id: the order of the list."""
Walk = Select[datetime, uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class Walked:
    """The keys that were found, the newest first."""

    keys: tuple[Key, ...]
    examined_to: Key | None = None
    """Where the looking ended before there were enough; more may fit behind it."""


def walk_instances(
    work: UnitOfWork,
    actor: Actor,
    wanted: InstanceFilter,
    now: datetime,
    count: int,
    cursor: str | None = None,
) -> Walked:
    """Return at most `count` instances that fit, after the cursor.

    Raises:
        InputRefusedError: the cursor cannot be used, or the reference cannot be one.
    """
    versions = [one for one in administered_versions(work, actor) if wanted.fits(one)]
    if not versions:
        return Walked(())
    behind = list(wanted.ages(now))
    if cursor is not None:
        behind.append(comes_after(cursor, ProcessInstance.started_at, ProcessInstance.id))
    few = list(wanted.few(work, now))
    look = _Look(work, actor, wanted, versions)
    return look.at_few([*few, *behind], count) if few else look.along(behind, count)


def walk_all(
    work: UnitOfWork, actor: Actor, wanted: InstanceFilter, now: datetime, count: int
) -> Iterator[tuple[Key, ...]]:
    """Yield all that fit, in parts of about `count`."""
    cursor = None
    while True:
        walked = walk_instances(work, actor, wanted, now, count, cursor)
        yield walked.keys
        if walked.examined_to is None and len(walked.keys) < count:
            return
        cursor = newest_first_cursor(*(walked.examined_to or walked.keys[-1]))


@dataclass(frozen=True)
class _Look:
    """One look at the instances of some versions."""

    work: UnitOfWork
    actor: Actor
    wanted: InstanceFilter
    versions: Sequence[VersionRow]

    def at_few(self, conditions: Iterable[ColumnElement[bool]], count: int) -> Walked:
        """Return the newest of those that fulfil conditions that few fulfil."""
        # Materialised: with the limit in sight, PostgreSQL may walk all instances to find the few.
        found = (
            select(ProcessInstance.started_at, ProcessInstance.id)
            .where(
                ProcessInstance.process_definition_id.in_([one.id for one in self.versions]),
                ProcessInstance.state.in_(self.wanted.states),
                *conditions,
                *self._sifting(ProcessInstance.case_id),
            )
            .cte("few")
            .prefix_with("MATERIALIZED")
        )
        return Walked(self._keys(_newest(found).limit(count)))

    def along(self, behind: Iterable[ColumnElement[bool]], count: int) -> Walked:
        """Return the newest of all versions and states, each walked along its own index."""
        walks = [
            _walk(version.id, state, behind)
            for version, state in product(self.versions, self.wanted.states)
        ]
        parts = [
            self._part(walks[first : first + MOST_WALKS], count)
            for first in range(0, len(walks), MOST_WALKS)
        ]
        keys = sorted((key for part in parts for key in part.keys), reverse=True)
        # Behind the first part that ends early, nothing is known to be complete.
        ends = [part.examined_to for part in parts if part.examined_to]
        known = [key for key in keys if not ends or key >= max(ends)][:count]
        return Walked(tuple(known), max(ends) if ends and len(known) < count else None)

    def _part(self, walks: Sequence[Walk], count: int) -> Walked:
        """Return the newest of some walks together."""
        sifts = any(True for _ in self._sifting(ProcessInstance.case_id))
        most = max(count, MOST_EXAMINED) if sifts else count
        tables = [walk.limit(most).subquery() for walk in walks]
        merged = union_all(*(select(*one.c) for one in tables)).subquery()
        if not sifts:
            return Walked(self._keys(_newest(merged).limit(count)))
        looked_at = _newest(merged, merged.c.case_id).limit(most).subquery()
        sifting = self._sifting(looked_at.c.case_id)
        keys = self._keys(_newest(looked_at).where(*sifting).limit(count))
        if len(keys) == count:
            return Walked(keys)
        last = self._keys(_newest(merged).offset(most - 1).limit(1))
        return Walked(keys, last[0] if last else None)

    def _keys(self, query: Select[Any]) -> tuple[Key, ...]:
        return tuple((row[0], row[1]) for row in self.work.session.execute(query))

    def _sifting(self, case_id: SQLColumnExpression[uuid.UUID]) -> Iterator[ColumnElement[bool]]:
        yield from self.wanted.sifting(case_id)
        if any(version.is_shared for version in self.versions):
            yield exists().where(Case.id == case_id, is_administered_by(self.actor))


def _walk(definition_id: int, state: str, behind: Iterable[ColumnElement[bool]]) -> Walk:
    return (
        select(ProcessInstance.started_at, ProcessInstance.id, ProcessInstance.case_id)
        .where(
            ProcessInstance.process_definition_id == definition_id,
            ProcessInstance.state == state,
            *behind,
        )
        .order_by(ProcessInstance.started_at.desc(), ProcessInstance.id.desc())
    )


def _newest(table: FromClause, *more: ColumnElement[Any]) -> Select[Any]:
    """Return the query for the keys of a table, the newest first."""
    keys = table.c.started_at, table.c.id
    return select(*keys, *more).order_by(*(key.desc() for key in keys))
