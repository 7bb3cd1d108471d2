"""Which answers somebody may not read yet, because their own agency has not answered.

The tasks of a step that opened for each agency make a round. While one of them is open, the answers
of the others are read only by those whose own agency has completed its task.
"""

import uuid
from collections.abc import Collection

from engine.access import Actor
from engine.definitions.after_own import is_read_after_own
from engine.definitions.compiled import CompiledBundle
from engine.persistence.cases import Case
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.own_agencies import own_agencies
from engine.queries.rounds import rounds_of
from engine.queries.tasks_of_case import tasks_of_case
from engine.vocabulary import AgencySide, TaskState


def withheld_task_ids(
    work: UnitOfWork, actor: Actor, case: Case, compiled: CompiledBundle
) -> frozenset[uuid.UUID]:
    """Return the tasks of a case whose answers the actor may not read yet."""
    own = own_agencies(work, actor, case.id)
    tasks = [
        task
        for task in tasks_of_case(work, case.id)
        if task.agency_side == AgencySide.EACH and _is_read_after_own(compiled, task)
    ]
    return frozenset(
        task.id
        for tasks_of_round in rounds_of(tasks)
        if not _is_readable(tasks_of_round, own)
        for task in tasks_of_round
        if task.agency_key not in own
    )


def _is_read_after_own(compiled: CompiledBundle, task: UserTask) -> bool:
    try:
        return is_read_after_own(compiled.library.element(task.element_id))
    except KeyError:
        # The case went to a version without this step: everybody had answered before.
        return False


def _is_readable(tasks: list[UserTask], own: Collection[str]) -> bool:
    is_over = all(task.state != TaskState.OPEN for task in tasks)
    return is_over or any(
        task.state == TaskState.COMPLETED and task.agency_key in own for task in tasks
    )
