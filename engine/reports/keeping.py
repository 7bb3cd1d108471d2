"""Keeps the facts of each raised case, and writes them anew whenever its history has grown.

They say nothing that the case's own rows do not say: whoever sets its `counted_history` to 0 gets
the same ones.

Safe to run in any number of processes and to be killed: the case says how long the history was
that its facts were read from. Those that were read a moment too early are written again.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from engine.context import Engine
from engine.persistence.case_facts import FACTS_LABEL, CaseFacts
from engine.persistence.cases import Case
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import conflict_insert
from engine.reports.gathering import gather_case

CASES: Any = Case.__table__
BATCH = 50
"""Cases that are written in one transaction, short enough for nobody to wait for it."""


def keep_facts(engine: Engine, *, limit: int = 2000) -> int:
    """Write the facts of at most `limit` cases that have changed; return how many."""
    with engine.open_reading() as work:
        changed = list(work.session.scalars(_changed().limit(limit)))
    for start in range(0, len(changed), BATCH):
        rows, counted = _gathered(engine, changed[start : start + BATCH])
        with engine.open_unit_of_work() as work:
            _write(work, rows, counted)
            work.commit()
    return len(changed)


def facts_wait(work: UnitOfWork, partnership_key: str) -> bool:
    """Tell whether a case of a partnership has changed since it was last looked at."""
    # What is asked for is what the index is made of: there may be a million other cases.
    query = _changed().where(Case.partnership_key == partnership_key)
    return work.session.scalar(query.limit(1)) is not None


def _changed() -> Select[uuid.UUID]:
    return select(Case.id).where(
        Case.raised_at.is_not(None), Case.counted_history < Case.history_count
    )


def _gathered(
    engine: Engine, changed: Sequence[uuid.UUID]
) -> tuple[list[dict[str, Any]], dict[uuid.UUID, int]]:
    """Return the rows of some cases, and how long the history of each was."""
    rows, counted = [], {}
    with engine.open_reading() as work:
        for case_id in changed:
            case = work.session.get_one(Case, case_id)
            counted[case_id] = case.history_count
            reported = gather_case(engine, work, case)
            rows.append(
                {
                    "case_id": case_id,
                    "partnership_key": case.partnership_key,
                    "process_definition_id": reported.process_definition_id,
                    "raised_at": case.raised_at,
                    "ended_at": case.ended_at,
                    "facts": engine.sealer.seal_json(reported.packed(), FACTS_LABEL),
                }
            )
    return rows, counted


def _write(work: UnitOfWork, rows: Sequence[dict[str, Any]], counted: Mapping[Any, int]) -> None:
    # A case that somebody holds is changing just now, and is looked at again afterwards.
    free = set(
        work.session.scalars(
            select(Case.id)
            .where(Case.id.in_(counted))
            .with_for_update(key_share=True, skip_locked=True)
        )
    )
    if not free:
        return
    statement = conflict_insert(work, CaseFacts)
    changing = ("process_definition_id", "ended_at", "facts")
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["case_id"],
            set_={name: statement.excluded[name] for name in changing},
        ),
        [row for row in rows if row["case_id"] in free],
    )
    work.session.execute(
        update(CASES)
        .where(CASES.c.id == bindparam("case_id"))
        .values(counted_history=bindparam("count")),
        [{"case_id": one, "count": count} for one, count in counted.items() if one in free],
    )
