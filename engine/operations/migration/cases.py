"""The cases of a list of process instances: one row for each, with what goes along."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.instances import InstanceRow
from engine.vocabulary import DANGER_MESSAGE, InstanceState


@dataclass(frozen=True)
class CaseRow:
    """What of a case runs in one version, by its main process or else the oldest of the others."""

    lead: InstanceRow
    alerts: int
    """Danger alerts that go along."""
    others: int
    """Other processes that go along."""


def case_rows(work: UnitOfWork, rows: Sequence[InstanceRow]) -> tuple[CaseRow, ...]:
    """Return the rows without those that go along with one that leads their case."""
    mine = select(ProcessInstance.case_id).where(ProcessInstance.id.in_([row.id for row in rows]))
    query = select(
        ProcessInstance.id,
        ProcessInstance.case_id,
        ProcessInstance.process_definition_id,
        ProcessInstance.message,
    ).where(ProcessInstance.case_id.in_(mine), ProcessInstance.state != InstanceState.ENDED)
    order = (ProcessInstance.is_main.desc(), ProcessInstance.started_at, ProcessInstance.id)
    together: defaultdict[tuple[uuid.UUID, int], dict[uuid.UUID, bool]] = defaultdict(dict)
    for one in work.session.execute(query.order_by(*order)):
        key = (one.case_id, one.process_definition_id)
        together[key][one.id] = one.message == DANGER_MESSAGE
    along = {next(iter(group)): list(group.values())[1:] for group in together.values()}
    return tuple(
        CaseRow(row, sum(along[row.id]), len(along[row.id]) - sum(along[row.id]))
        for row in rows
        if row.id in along
    )
