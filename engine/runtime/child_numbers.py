"""Case numbers of a child: by them an open case about the same child is found.

The number itself stays sealed with the answers. Beside it stands a digest that only the holder of
the encryption keys can make, so that nobody finds a number by trying; it goes when the case ends.
"""

import hashlib
import hmac
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from engine.access import Actor
from engine.persistence.cases import Case, CaseAgency, CaseChildNumber
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import delete_rows, insert_missing_rows
from engine.queries.names import stage_title
from engine.queries.visibility import case_is_open_to
from engine.runtime.movement import Movement
from engine.settings import Settings
from engine.vocabulary import ParticipantSide
from forms.definition import FormDefinition

_LABEL = b"case_child_number.digest"
_LEFT_OUT = re.compile(r"[\W_]")
"""Blanks and punctuation: people write the same number in several ways."""
_TWO_SIDES = (ParticipantSide.RAISING, ParticipantSide.RECEIVING)


@dataclass(frozen=True)
class OpenCase:
    """An open case about the same child between the same two agencies."""

    key: str
    """The question whose answer is a number of that case."""
    id: uuid.UUID
    reference: str
    stage_title: str
    raised_at: datetime
    is_open_to_actor: bool
    """Whether the person may see it; if not, they learn stage and date and nothing else."""


def child_numbers(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the case numbers among the answers, by question."""
    return {
        key: str(answers[key])
        for key, field in form.questions.items()
        if field.is_child_number and _plain(str(answers.get(key) or ""))
    }


def keep_child_numbers(movement: Movement, numbers: Iterable[str]) -> None:
    """Write the digests of the numbers, so that a later case finds this one."""
    keys = _keys(movement.engine.settings)
    digests = dict.fromkeys(_digest(keys[0], number) for number in numbers)
    rows = [{"case_id": movement.case.id, "digest": digest} for digest in digests]
    insert_missing_rows(movement.work, CaseChildNumber, rows)


def forget_child_numbers(work: UnitOfWork, case: Case) -> None:
    """Delete the digests of a case that has ended."""
    delete_rows(work, CaseChildNumber.case_id, [case.id])


def find_open_case(
    movement: Movement, actor: Actor, numbers: Mapping[str, str], agencies: Iterable[str]
) -> OpenCase | None:
    """Return the newest open case with one of the numbers in which the same two agencies differ.

    `numbers`: by question.
    """
    keys = _keys(movement.engine.settings)
    digests = {_digest(key, number): name for name, number in numbers.items() for key in keys}
    query = (
        select(Case, CaseChildNumber.digest, case_is_open_to(actor))
        .join(CaseChildNumber, CaseChildNumber.case_id == Case.id)
        .where(
            CaseChildNumber.digest.in_(digests),
            Case.id != movement.case.id,
            Case.ended_at.is_(None),
            _is_between(set(agencies)),
        )
        .order_by(Case.started_at.desc())
        .limit(1)
    )
    row = movement.work.session.execute(query).first()
    if row is None:
        return None
    case, digest, is_open_to_actor = row
    compiled = movement.engine.definitions.compiled(movement.work, case.process_definition_id)
    return OpenCase(
        key=digests[digest],
        id=case.id,
        reference=case.reference,
        stage_title=stage_title(compiled, case.stage),
        raised_at=case.raised_at or case.started_at,
        is_open_to_actor=bool(is_open_to_actor),
    )


def _is_between(agencies: set[str]) -> ColumnElement[bool]:
    """Return the condition that these are the two sides of a case, either way round."""
    sides = (
        select(func.count())
        .where(
            CaseAgency.case_id == Case.id,
            CaseAgency.side.in_(_TWO_SIDES),
            CaseAgency.agency_key.in_(agencies),
        )
        .correlate(Case)
        .scalar_subquery()
    )
    return sides == len(_TWO_SIDES)


def _keys(settings: Settings) -> tuple[bytes, ...]:
    """Return a key for each encryption key: the first makes digests, all of them are looked for."""
    return tuple(_derived(key) for key in settings.encryption_keys)


def _derived(encryption_key: str) -> bytes:
    return hmac.new(
        bytes.fromhex(encryption_key.partition(":")[2]), _LABEL, hashlib.sha256
    ).digest()


def _digest(key: bytes, number: str) -> str:
    return hmac.new(key, _plain(number).encode(), hashlib.sha256).hexdigest()


def _plain(number: str) -> str:
    return _LEFT_OUT.sub("", number.casefold())
