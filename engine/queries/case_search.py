"""Finding cases by what somebody remembers of a reference: the number, or all of it."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.cases import Case, ReferenceCounter
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import stage_title
from engine.queries.visibility import case_is_open_to

WRITTEN = re.compile(r"(?:([A-Z]+)?-?(20\d\d))?-?(\d{1,6})|([A-Z]+)-?(\d{1,6})")
"""BRK-2026-000123, 2026-123, 123, BRK-123, with or without what parts them."""
SPACES_AND_DASHES = re.compile(r"[\s\u2010-\u2014_/-]+")
NOT_A_REFERENCE = (
    "Enter the reference of a case, or the number at its end, such as 123 or BRK-2026-000123"
)
MOST_FOUND = 20


@dataclass(frozen=True)
class FoundCase:
    """A case whose reference fits."""

    reference: str
    stage_title: str
    is_ended: bool


def find_cases(engine: Engine, work: UnitOfWork, actor: Actor, typed: str) -> tuple[FoundCase, ...]:
    """Return the cases that have reached the actor and whose reference fits what was typed.

    Capitals, blanks and missing noughts do not matter. Newest years come first.

    Raises:
        InputRefusedError: what was typed cannot be part of a reference.
    """
    query = (
        select(Case)
        .where(Case.reference.in_(references_meant(work, typed)), case_is_open_to(actor))
        .order_by(Case.started_at.desc(), Case.reference)
        .limit(MOST_FOUND)
    )
    return tuple(
        FoundCase(
            case.reference,
            stage_title(engine.definitions.compiled(work, case.process_definition_id), case.stage),
            is_ended=case.ended_at is not None,
        )
        for case in work.session.scalars(query)
    )


def references_meant(work: UnitOfWork, typed: str) -> list[str]:
    """Return the references that may be meant: looked up, never searched for in all cases.

    Raises:
        InputRefusedError: what was typed cannot be part of a reference.
    """
    prefix, year, number = _parts(typed)
    counters = select(ReferenceCounter.prefix, ReferenceCounter.year).where(
        ReferenceCounter.last >= number
    )
    if prefix:
        counters = counters.where(ReferenceCounter.prefix == prefix)
    if year:
        counters = counters.where(ReferenceCounter.year == year)
    return [
        f"{counter.prefix}-{counter.year}-{number:06d}"
        for counter in work.session.execute(counters)
    ]


def _parts(typed: str) -> tuple[str, int, int]:
    """Return prefix, year and number; what was left out is empty or 0."""
    text = SPACES_AND_DASHES.sub("-", typed.strip()).strip("-").upper()
    found = WRITTEN.fullmatch(text)
    if found is None:
        raise InputRefusedError(NOT_A_REFERENCE)
    prefix, year, number, other_prefix, other_number = found.groups()
    return prefix or other_prefix or "", int(year or 0), int(number or other_number)
