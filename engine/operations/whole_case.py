"""The other process instances of a case that an operation takes along: all of them, or none.

A kind that `takes_whole_case` changes every running instance of the case that follows the same
version, such as a danger alert beside the main process, in one transaction. They are looked at,
kept and put back together.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine.errors import OperationRefusedError
from engine.operations.snapshots import Snapshot, put_back, take_snapshot, to_be_put_back
from engine.operations.target import Target
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.locking import unwatched
from engine.vocabulary import InstanceState

_BESIDE, _REVISION = "beside", "revision"
_TOGETHER = ("user_task", "timer")


@dataclass(frozen=True)
class Seen:
    """The rows of a target, and of what it takes along, at one moment."""

    own: Snapshot
    beside: Mapping[str, Snapshot]
    """By process instance."""

    @property
    def together(self) -> Snapshot:
        """The rows as if all were one process instance, to tell what changes."""
        rows = {
            name: [*self.own[name], *(row for one in self.beside.values() for row in one[name])]
            for name in _TOGETHER
        }
        return {**self.own, **rows}


def targets_beside(target: Target) -> tuple[Target, ...]:
    """Return what runs beside a locked instance in the same version; the case's lock covers it."""
    query = select(ProcessInstance).where(
        ProcessInstance.case_id == target.case.id,
        ProcessInstance.id != target.instance.id,
        ProcessInstance.state != InstanceState.ENDED,
        ProcessInstance.process_definition_id == target.instance.process_definition_id,
    )
    found = target.work.session.scalars(
        query.order_by(ProcessInstance.started_at, ProcessInstance.id)
    ).all()
    return tuple(target.beside_it(unwatched(target.work, one)) for one in found)


def one_of_each_case(work: UnitOfWork, wanted: Sequence[uuid.UUID]) -> tuple[uuid.UUID, ...]:
    """Return process instances without those that go along with another one of them."""
    query = select(
        ProcessInstance.id,
        ProcessInstance.case_id,
        ProcessInstance.process_definition_id,
        ProcessInstance.is_main,
    ).where(ProcessInstance.id.in_(wanted))
    rows = {row.id: row for row in work.session.execute(query)}
    chosen: dict[tuple[uuid.UUID, int], uuid.UUID] = {}
    for one in sorted(wanted, key=lambda key: not rows[key].is_main):
        chosen.setdefault((rows[one].case_id, rows[one].process_definition_id), one)
    kept = frozenset(chosen.values())
    return tuple(one for one in wanted if one in kept)


def look_at(target: Target) -> Seen:
    """Return the rows of a target, and of what it takes along, as they are."""
    return Seen(
        take_snapshot(target.work, target.case, target.instance),
        {
            str(one.instance.id): take_snapshot(one.work, one.case, one.instance)
            for one in target.beside
        },
    )


def kept_for_undoing(target: Target, before: Seen, after: Seen) -> Snapshot:
    """Return what undoing an operation has to write again, of everything that it took along."""
    own = to_be_put_back(before.own, after.own)
    if not target.beside:
        return own
    revisions = {str(one.instance.id): one.instance.revision for one in target.beside}
    return {
        **own,
        _BESIDE: {
            key: {**to_be_put_back(was, after.beside[key]), _REVISION: revisions[key]}
            for key, was in before.beside.items()
        },
    }


def put_all_back(target: Target, kept: Snapshot) -> tuple[UserTask, ...]:
    """Write the rows of a target again, and of what it took along; return tasks opened since.

    Raises:
        OperationRefusedError: something has happened beside it since, or has begun there.
    """
    beside: Mapping[str, Snapshot] = kept.get(_BESIDE, {})
    now = {str(one.instance.id): one.instance.revision for one in target.beside}
    if now != {key: one[_REVISION] for key, one in beside.items()}:
        raise OperationRefusedError(
            "Something has happened beside it since, such as a danger alert, so the case cannot be "
            "put back as it was."
        )
    opened = list(put_back(target.work, target.case, target.instance, kept))
    for one in target.beside:
        opened += put_back(one.work, one.case, one.instance, beside[str(one.instance.id)])
    return tuple(opened)
