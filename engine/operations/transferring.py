"""Change who takes part in a case: another agency in the place of one, or besides."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.errors import OperationRefusedError
from engine.operations.kind import Asks, Kind, Option, Question
from engine.operations.target import Target
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency
from engine.queries.names import agency_names
from engine.runtime.execution import save
from engine.runtime.locking import case_openings
from engine.runtime.participants import parties_of
from engine.runtime.parties import involved_agencies
from engine.runtime.sides import load_sides
from engine.runtime.transfer_rules import who_transfers
from engine.runtime.transfers import (
    Transfer,
    change_agencies,
    check_transfer,
    settled,
    told_of_transfer,
    transferred_instances,
)
from engine.vocabulary import Happening, InstanceState, OperationKind

JOINING, LEAVING = "joining", "leaving"


def _change(target: Target) -> str:
    if not target.instance.is_main:
        raise OperationRefusedError("Choose the case’s main process: its agencies are the case’s.")
    transfer = Transfer(target.answers[JOINING], target.answers[LEAVING])
    work, case = target.work, target.case
    parties, reached = parties_of(work, case), case_openings(work, case.id)
    transfers = who_transfers(target.actor, parties, reached, load_sides(work, case.id))
    check_transfer(work, case, parties, transfers, transfer)
    target.journal.note(
        Happening.AGENCIES_CHANGED,
        details={"leaving": transfer.leaving, "joining": transfer.joining},
    )
    told = told_of_transfer(transfer, parties, reached)
    movement = target.settle()
    if target.instance.state == InstanceState.ENDED:
        raise OperationRefusedError("A time limit was due, and it has ended with it.")
    change_agencies(movement, transfer, told)
    for instance in transferred_instances(target.act):
        if instance.id != target.instance.id:
            other = settled(target.act, instance, target.journal)
            if instance.state != InstanceState.ENDED:
                change_agencies(other, transfer, told)
                save(other)
                work.send()
    names = agency_names(work, [transfer.joining, transfer.leaving])
    if transfer.leaving is None:
        return f"{names[transfer.joining]} takes part as well, and both sides are told."
    return (
        f"{names[transfer.joining]} takes part in the place of {names[transfer.leaving]}, and both "
        "sides are told."
    )


def _leaving_options(target: Target) -> tuple[Option, ...]:
    keys = involved_agencies(parties_of(target.work, target.case))
    names = agency_names(target.work, keys)
    return tuple(Option(key, names[key]) for key in keys)


def _joining_options(target: Target) -> tuple[Option, ...]:
    involved = involved_agencies(parties_of(target.work, target.case))
    query = select(Agency.key, Agency.name).where(
        Agency.partnership_key == target.case.partnership_key,
        Agency.sector != PARTNERSHIP_SECTOR,
        Agency.key.not_in(involved),
    )
    rows = target.work.session.execute(query.order_by(Agency.name, Agency.key))
    return tuple(Option(row.key, row.name) for row in rows)


def _details(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    return {JOINING: answers[JOINING], LEAVING: answers[LEAVING]}


CHANGE_PARTICIPANT = Kind(
    OperationKind.CHANGE_PARTICIPANT,
    "Change an agency",
    "Another agency takes part from now on. Steps, due times and drafts stay; who is asked "
    "changes. The new people are told and see what came before. To take it back, change it again.",
    _change,
    questions=(
        Question(
            LEAVING,
            "Which agency does it replace?",
            Asks.CHOICE,
            "Left empty, the new agency takes part besides the others.",
            is_required=False,
            options=_leaving_options,
        ),
        Question(JOINING, "Which agency comes in?", Asks.CHOICE, options=_joining_options),
    ),
    can_undo=False,
    details=_details,
)
