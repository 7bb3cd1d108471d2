"""Close a case outside its procedure: withdrawn, duplicate, moved, raised in error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.access import Actor, Group, Opening
from engine.context import Engine
from engine.errors import NotAllowedError, NotFoundError
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import agency_names
from engine.runtime.act import Act
from engine.runtime.application_notices import (
    ApplicationNotice,
    Sender,
    queue_application_notice,
)
from engine.runtime.cancelling import cancel_instances
from engine.runtime.case_life import end_case
from engine.runtime.child_numbers import forget_child_numbers
from engine.runtime.closing_rules import Closable
from engine.runtime.closing_text import accepted_closing, closing_row, reasons_to_keep
from engine.runtime.closing_told import told_of_closing
from engine.runtime.journal import Journal
from engine.runtime.links import Link, find_linkable, link_cases
from engine.runtime.locking import case_openings, lock_case, main_instance
from engine.runtime.on_hold import refuse_on_hold
from engine.runtime.participants import parties_of
from engine.runtime.reach import open_case_to
from engine.runtime.sides import load_sides
from engine.runtime.staffing import load_staff
from engine.runtime.stand_ins import who_is_asked
from engine.vocabulary import CLOSINGS, CaseLinkKind, Closing, Happening, InstanceState, Role

NO_REASONS: Mapping[str, str] = {}
TAKEN_BACK = "Taken back before it was sent, to join the case that was open already."


@dataclass(frozen=True)
class ClosedCase:
    """A case that was closed outside its procedure."""

    reference: str
    closed_as: str
    ended: bool
    """False as long as a danger task is open."""


@dataclass(frozen=True)
class _Closing:
    act: Act
    journal: Journal
    main: ProcessInstance
    parties: Mapping[str, Any]
    answers: Mapping[str, Any]
    kept_reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> Closing:
        return Closing(self.answers["close_reason"])

    @property
    def sender(self) -> Sender:
        act = self.act
        compiled = act.engine.definitions.compiled(act.work, act.case.process_definition_id)
        return Sender(act.work, act.case, compiled, self.main.id, self.journal)


def close_case(
    engine: Engine,
    actor: Actor,
    reference: str,
    answers: Mapping[str, Any],
    *,
    kept_reasons: Mapping[str, str] = NO_REASONS,
) -> ClosedCase:
    """Close a case outside its procedure with the answers to the form CLOSE-OTHER.

    Open tasks and timers end, drafts are kept, both sides are told. A danger task stays open and
    keeps the case from ending. As long as somebody thinks that the child is at risk, only a manager
    of the raising agency closes; when somebody else tries, those managers are told.

    Raises:
        NotFoundError: there is no such case for this person.
        NotAllowedError: the case is closed, the person may not close it, or a manager has to sign.
        AnswersInvalidError: the form refuses answers.
        AnswersQuestionedError: a text looks like personal data, and no reason in `kept_reasons`
            says why it stays.
        InputRefusedError: the linked case cannot be named.
    """
    with engine.open_unit_of_work() as work:
        case = lock_case(work, reference)
        closable, parties = closable_of(work, case)
        group = _closing_group(work, actor, case, closable)
        clean = accepted_closing(answers)
        reasons = reasons_to_keep(engine, work, case, clean, kept_reasons)
        act = Act(engine, work, actor, group, case, engine.clock.now())
        closing = _Closing(
            act, act.open_journal(), main_instance(work, case), parties, clean, reasons
        )
        if clean["still_at_risk"] == "yes" and closable.signer(actor) is None:
            raise _ask_managers_to_sign(closing)
        _link(closing)
        _close(closing)
        work.commit()
        return ClosedCase(reference, closing.reason, case.ended_at is not None)


def take_back(engine: Engine, actor: Actor, reference: str, *, joined: str) -> ClosedCase:
    """Close a case that was never sent: its writer has joined the open one about the same child.

    Nobody is asked about the risk: it is dealt with in the case `joined`.

    Raises:
        NotFoundError: there is no such case for this person.
        NotAllowedError: it was sent, it is closed, or the person may not close it.
        InputRefusedError: the case that was joined cannot be named.
    """
    answers = {
        "close_reason": Closing.DUPLICATE,
        "linked_case": joined,
        "close_words": TAKEN_BACK,
    }
    with engine.open_unit_of_work() as work:
        case = lock_case(work, reference)
        closable, parties = closable_of(work, case)
        group = _closing_group(work, actor, case, closable)
        if case.raised_at is not None:
            message = f"{reference} has been sent. Close it instead."
            raise NotAllowedError(message)
        act = Act(engine, work, actor, group, case, engine.clock.now())
        closing = _Closing(act, act.open_journal(), main_instance(work, case), parties, answers)
        _link(closing)
        _close(closing)
        work.commit()
        return ClosedCase(reference, closing.reason, case.ended_at is not None)


def closable_of(work: UnitOfWork, case: Case) -> tuple[Closable, dict[str, Any]]:
    """Return what decides who may close a case, and its parties."""
    parties = parties_of(work, case)
    closable = Closable(
        raising=parties["raising_agency"],
        office=parties["partnership_office"],
        sides=load_sides(work, case.id),
        openings=case_openings(work, case.id),
    )
    return closable, parties


def _closing_group(work: UnitOfWork, actor: Actor, case: Case, closable: Closable) -> Group:
    group = closable.closer(actor)
    if group is None:
        if not any(opening.admits(actor) for opening in closable.openings):
            raise NotFoundError("case", case.reference)
        name = agency_names(work, [closable.raising]).get(closable.raising or "", "")
        message = f"Only {name}, which raised this case, or an administrator can close it."
        raise NotAllowedError(message)
    if case.ended_at is not None:
        message = f"{case.reference} has ended already."
        raise NotAllowedError(message)
    if case.closed_as is not None:
        message = f"{case.reference} was closed already: {CLOSINGS[case.closed_as]}."
        raise NotAllowedError(message)
    main = main_instance(work, case)
    if main.state == InstanceState.ENDED:
        message = f"The procedure of {case.reference} has come to its end already."
        raise NotAllowedError(message)
    refuse_on_hold(main, case)
    return group


def _ask_managers_to_sign(closing: _Closing) -> NotAllowedError:
    """Tell the raising agency's managers that a closing waits for them; return the refusal."""
    act, raising = closing.act, closing.parties["raising_agency"]
    staff = load_staff(act.work, act.case.id, [raising], act.now, bound=True)
    asked = who_is_asked([Opening(Group(raising, Role.LINE_MANAGER))], staff.able).openings
    closing.journal.note(Happening.CLOSING_ASKED, details={"reason": closing.reason})
    queue_application_notice(
        closing.sender, ApplicationNotice("SIGN_TO_CLOSE", "A manager has to sign", asked)
    )
    open_case_to(act.work, act.case.id, asked, act.now)
    act.case.revision += 1
    closing.journal.write(act.work)
    act.work.commit()
    name = agency_names(act.work, [raising])[raising]
    return NotAllowedError(
        "Somebody still thinks that the child is at risk, so a manager of "
        f"{name} has to close the case. They have been told. The case goes on meanwhile."
    )


def _link(closing: _Closing) -> None:
    act, reference = closing.act, closing.answers.get("linked_case")
    if not reference:
        return
    other = find_linkable(act.work, act.actor, reference, own=act.case)
    if closing.reason == Closing.MOVED:
        link_cases(act, closing.journal, Link(other, act.case, CaseLinkKind.MOVED))
    else:
        link_cases(act, closing.journal, Link(act.case, other, CaseLinkKind.DUPLICATE))


def _close(closing: _Closing) -> None:
    act, case = closing.act, closing.act.case
    told = told_of_closing(closing.sender, closing.parties)
    case.closed_as, case.outcome = closing.reason, None
    case.revision += 1
    closing.journal.note(Happening.CASE_CLOSED, details={"closed_as": closing.reason})
    cancel_instances(act, closing.journal, closing.reason)
    act.work.session.add(closing_row(act, closing.answers, closing.kept_reasons))
    outcome = closing.reason.value
    queue_application_notice(
        closing.sender,
        ApplicationNotice("CASE_CLOSED", "The case was closed", told, outcome=outcome),
    )
    forget_child_numbers(act.work, case)
    if case.open_instances == 0:
        end_case(act.engine, act.work, case, closing.journal)
    closing.journal.write(act.work)
