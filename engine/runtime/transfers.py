"""Let another agency or team take part in a case: in the place of one that leaves, or besides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.access import EVERY_MEMBER, Actor, Group, Opening
from engine.context import Engine
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.cases import Case
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.act import Act
from engine.runtime.application_notices import (
    ApplicationNotice,
    queue_application_notice,
    sender_of,
)
from engine.runtime.execution import load_instance, save
from engine.runtime.former_agencies import hand_part_on
from engine.runtime.handing_on import ask_again
from engine.runtime.journal import Journal
from engine.runtime.locking import case_openings, lock_case, main_instance, unwatched
from engine.runtime.movement import Movement
from engine.runtime.on_hold import refuse_on_hold
from engine.runtime.participants import parties_of, rewrite_participants
from engine.runtime.parties import involved_agencies
from engine.runtime.sides import load_sides
from engine.runtime.transfer_rules import Transfers, who_transfers
from engine.vocabulary import DANGER_MESSAGE, Happening, InstanceState, Role


@dataclass(frozen=True)
class Transfer:
    """Which agency comes in, and in whose place; without one it joins as another agency."""

    joining: str
    leaving: str | None = None


def transfer_case(engine: Engine, actor: Actor, reference: str, transfer: Transfer) -> None:
    """Let an agency take part in a case from now on, in the place of another or besides.

    Tasks, due times, history and drafts stay; who is asked for open tasks changes. The new people
    are told and see what came before. The agency that leaves can read on, and acts no more.

    Raises:
        NotFoundError: there is no such case for this person.
        NotAllowedError: they may not change its agencies, or it has come to its end.
        InputRefusedError: one of the agencies is not known here, or takes part already.
    """
    with engine.open_unit_of_work() as work:
        case = lock_case(work, reference)
        parties, reached = parties_of(work, case), case_openings(work, case.id)
        transfers = who_transfers(actor, parties, reached, load_sides(work, case.id))
        if not transfers.is_administrator and not any(o.admits(actor) for o in reached):
            raise NotFoundError("case", reference)
        check_transfer(work, case, parties, transfers, transfer)
        group = transfers.groups[transfer.leaving or str(parties["raising_agency"])]
        act = Act(engine, work, actor, group, case, engine.clock.now())
        _transfer(act, transfer, parties, reached)
        work.commit()


def check_transfer(
    work: UnitOfWork, case: Case, parties: dict[str, Any], transfers: Transfers, transfer: Transfer
) -> None:
    """Refuse a change that the actor may not make, or that makes no sense.

    Raises:
        NotAllowedError, InputRefusedError: as `transfer_case` says.
    """
    involved = involved_agencies(parties)
    _refuse_when_over(work, case, transfers)
    if case.raised_at is None:
        message = f"{case.reference} has not been raised yet: nobody but its writer knows of it."
        raise NotAllowedError(message)
    if transfer.leaving is not None and transfer.leaving not in involved:
        message = f"{transfer.leaving} does not take part in {case.reference}."
        raise InputRefusedError(message)
    is_allowed = transfers.is_administrator or transfer.leaving in transfers.agencies
    if not is_allowed:
        message = (
            "A next-level manager or above may hand over their own agency’s part in a case. "
            "Everything else is for an administrator of the partnership’s office."
        )
        raise NotAllowedError(message)
    joining = work.session.get(Agency, transfer.joining)
    if joining is None or joining.partnership_key != case.partnership_key:
        message = f"There is no agency {transfer.joining} in this partnership."
        raise InputRefusedError(message)
    if joining.sector == PARTNERSHIP_SECTOR:
        message = "The partnership’s office takes no side in a case."
        raise InputRefusedError(message)
    if transfer.joining in involved:
        message = f"{joining.name} takes part already. No agency can stand on both sides."
        raise InputRefusedError(message)


def _refuse_when_over(work: UnitOfWork, case: Case, transfers: Transfers) -> None:
    main = main_instance(work, case)
    if case.closed_as or main.state == InstanceState.ENDED:
        message = f"{case.reference} has come to its end. Its agencies stay as they were."
        raise NotAllowedError(message)
    if not transfers.is_administrator:
        refuse_on_hold(main, case)


def _transfer(
    act: Act, transfer: Transfer, parties: dict[str, Any], reached: Iterable[Opening]
) -> None:
    journal = act.open_journal()
    journal.note(
        Happening.AGENCIES_CHANGED,
        details={"leaving": transfer.leaving, "joining": transfer.joining},
    )
    told = told_of_transfer(transfer, parties, reached)
    for instance in transferred_instances(act):
        movement = settled(act, instance, journal)
        if instance.state != InstanceState.ENDED:
            change_agencies(movement, transfer, told)
            save(movement)
            act.work.send()


def transferred_instances(act: Act) -> list[ProcessInstance]:
    """Return the open instances, the main one first. A child in danger is not handed over."""
    query = (
        select(ProcessInstance)
        .where(ProcessInstance.case_id == act.case.id, ProcessInstance.state != InstanceState.ENDED)
        .order_by(ProcessInstance.is_main.desc(), ProcessInstance.started_at)
    )
    found = act.work.session.scalars(query).all()
    return [unwatched(act.work, one) for one in found if one.message != DANGER_MESSAGE]


def settled(act: Act, instance: ProcessInstance, journal: Journal) -> Movement:
    """Return an instance in memory after what is due has happened; on hold, as it is.

    What is due may have ended it.
    """
    movement = load_instance(act.engine, act.work, act.case, instance, journal=journal)
    if instance.state == InstanceState.SUSPENDED:
        return movement
    movement.process.advance()
    if movement.process.step.fired:
        save(movement)
        act.work.send()
        if instance.state != InstanceState.ENDED:
            movement = load_instance(act.engine, act.work, act.case, instance, journal=journal)
    return movement


def change_agencies(movement: Movement, transfer: Transfer, told: tuple[Opening, ...]) -> None:
    """Change the agencies of an instance in memory, ask again, and tell (for the main one)."""
    _replace(movement, transfer)
    if movement.instance.is_main:
        hand_part_on(
            movement.work, movement.case.id, transfer.leaving, transfer.joining, movement.now
        )
        movement.reached.extend(told)
        notice = ApplicationNotice("AGENCY_TRANSFERRED", "The agencies have changed", told)
        queue_application_notice(sender_of(movement), notice)
    movement.reached.extend(ask_again(movement))


def _replace(movement: Movement, transfer: Transfer) -> None:
    process = movement.process
    if transfer.leaving is None:
        others = [*(process.variables.get("other_agencies") or []), transfer.joining]
        process.set_variables({"other_agencies": others})
    else:
        if process.variables.get("raising_agency") == transfer.leaving:
            # The person who raised it stays with the old agency; the new one has a group.
            process.set_variables({"raised_by": None})
        process.replace_value(transfer.leaving, transfer.joining)
    process.set_variables({"agencies": list(involved_agencies(process.variables))})
    if movement.instance.is_main:
        rewrite_participants(movement, process.variables)


def told_of_transfer(
    transfer: Transfer, parties: dict[str, Any], reached: Iterable[Opening]
) -> tuple[Opening, ...]:
    """Return who is told: both sides, and at the new agency whom it had reached at the old one."""
    involved = involved_agencies(parties)
    known = [opening for opening in reached if opening.group.agency_key in involved]
    new = [
        Opening(Group(transfer.joining, opening.group.role))
        for opening in known
        if opening.group.agency_key == transfer.leaving and opening.person_id == EVERY_MEMBER
    ]
    if transfer.leaving is None or transfer.leaving == parties["raising_agency"]:
        new.append(Opening(Group(transfer.joining, Role.PRACTITIONER)))
    return tuple(dict.fromkeys([*known, *new]))
