"""Keeps the facts of each raised case, and writes them anew whenever its history has grown.

Safe to run in any number of processes and to be killed: facts that were read a moment too early
carry the length of the history that they were read with, and are written again.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from engine.context import Engine
from engine.persistence.case_facts import FACTS_LABEL, CaseFacts
from engine.persistence.cases import Case
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import conflict_insert
from engine.reports.gathering import gather_case

BATCH = 50
"""Cases that are written in one transaction, short enough for nobody to wait for it."""


def keep_facts(engine: Engine, *, limit: int = 2000) -> int:
    """Write the facts of at most `limit` cases that have changed; return how many."""
    with engine.open_reading() as work:
        changed = work.session.execute(_changed().limit(limit)).all()
    for start in range(0, len(changed), BATCH):
        rows = _gathered(engine, changed[start : start + BATCH])
        with engine.open_unit_of_work() as work:
            _write(work, rows)
            work.commit()
    return len(changed)


def facts_wait(work: UnitOfWork, partnership_key: str) -> bool:
    """Tell whether a case of a partnership has changed since it was last looked at."""
    query = _changed().where(Case.partnership_key == partnership_key)
    return work.session.execute(query.limit(1)).first() is not None


def _changed() -> Select[uuid.UUID, int | None]:
    return (
        select(Case.id, CaseFacts.process_definition_id)
        .outerjoin(CaseFacts, CaseFacts.case_id == Case.id)
        .where(
            Case.raised_at.is_not(None),
            CaseFacts.history_count.is_distinct_from(Case.history_count),
        )
    )


def _gathered(
    engine: Engine, changed: Sequence[Row[uuid.UUID, int | None]]
) -> list[dict[str, Any]]:
    """Return the rows of some cases."""
    rows = []
    with engine.open_reading() as work:
        for case_id, raised_under in changed:
            case = work.session.get_one(Case, case_id)
            count = case.history_count
            version = raised_under or case.process_definition_id
            reported = gather_case(engine, work, case, version)
            rows.append(
                {
                    "case_id": case_id,
                    "partnership_key": case.partnership_key,
                    "process_definition_id": version,
                    "raised_at": case.raised_at,
                    "ended_at": case.ended_at,
                    "history_count": count,
                    "facts": engine.sealer.seal_json(reported.packed(), FACTS_LABEL),
                }
            )
    return rows


def _write(work: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    statement = conflict_insert(work, CaseFacts)
    changing = ("ended_at", "history_count", "facts")
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["case_id"],
            set_={name: statement.excluded[name] for name in changing},
        ),
        rows,
    )
