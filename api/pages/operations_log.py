"""The operation log: who did what with which process instances, and taking it back."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.effect_words import ITEM_CLASSES, ITEM_STATES
from api.pages.wording import instant_in_words
from api.reading import reading
from engine.context import Engine
from engine.errors import InputRefusedError, NotFoundError, OperationRefusedError
from engine.operations.kind import Asks, Kind
from engine.operations.kinds import KINDS
from engine.operations.migration.going import TO_VERSION
from engine.operations.migration.versions import called
from engine.operations.undoing import undo_operation
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import agency_names, element_name
from engine.queries.operations import (
    ItemRow,
    OperationDetails,
    OperationRow,
    list_operations,
    load_operation,
)
from engine.vocabulary import ItemState

blueprint = Blueprint("pages_operations_log", __name__)

ITEMS = 100
UNDONE = "Taken back. The process instance is as it was before."


@blueprint.get("/operations/log")
@open_to(ADMINISTRATORS)
def show_log() -> ResponseReturnValue:
    """List what administrators did, the newest first."""
    with reading() as work:
        page = list_operations(work, required_actor(), cursor=request.args.get("page"))
    return render_template(
        "pages/operations_log.html",
        rows=page.rows,
        is_first="page" not in request.args,
        next_cursor=page.next_cursor,
        titles=_titles(),
        progress=progress_in_words,
    )


@blueprint.get("/operations/log/<uuid:operation_id>")
@open_to(ADMINISTRATORS)
def show_operation(operation_id: uuid.UUID) -> ResponseReturnValue:
    """Show one operation: what was asked for, how far it is, what came of it."""
    after = request.args.get("after", default=0, type=int)
    engine = current_engine()
    with reading() as work:
        details = load_operation(
            engine, work, required_actor(), operation_id, after=after, limit=ITEMS
        )
        answers = tuple(_answers(engine, work, details))
    more = details.items[-1].place if len(details.items) == ITEMS else None
    return render_template(
        "pages/operation.html",
        operation=details.row,
        title=_titles().get(details.row.kind, details.row.kind),
        answers=answers,
        items=details.items,
        more=more if more and more < details.row.total else None,
        after=after,
        states=ITEM_STATES,
        classes=ITEM_CLASSES,
        progress=progress_in_words(details.row),
    )


@blueprint.get("/operations/log/<uuid:operation_id>/items/<int:place>/undo")
@open_to(ADMINISTRATORS)
def show_undo(operation_id: uuid.UUID, place: int) -> ResponseReturnValue:
    """Ask why an operation is taken back."""
    return _undo_form(operation_id, place)


@blueprint.post("/operations/log/<uuid:operation_id>/items/<int:place>/undo")
@open_to(ADMINISTRATORS)
def undo(operation_id: uuid.UUID, place: int) -> ResponseReturnValue:
    """Put one process instance back as it was before."""
    reason = request.form.get("reason", "")
    try:
        undo_operation(current_engine(), required_actor(), operation_id, place, reason)
    except InputRefusedError as refused:
        return _undo_form(operation_id, place, str(refused)), 422
    except OperationRefusedError as refused:
        flash(str(refused), "alert")
    else:
        flash(UNDONE, "success")
    return redirect(url_for(".show_operation", operation_id=operation_id))


def progress_in_words(operation: OperationRow) -> str:
    """Return “3 done, 1 not possible, 2 waiting”; of one instance only what became of it."""
    counts = operation.counts
    if operation.total == 1:
        return next((ITEM_STATES[state] for state in ItemState if counts.get(state)), "")
    return ", ".join(
        f"{counts[state]:,} {ITEM_STATES[state]}" for state in ItemState if counts.get(state)
    )


def _undo_form(operation_id: uuid.UUID, place: int, problem: str = "") -> str:
    with reading() as work:
        details = load_operation(
            current_engine(), work, required_actor(), operation_id, after=place - 1, limit=1
        )
    item = _item(details, operation_id, place)
    return render_template(
        "pages/operation_undo.html",
        operation=details.row,
        title=_titles().get(details.row.kind, details.row.kind),
        item=item,
        problem=problem,
        reason=request.form.get("reason", ""),
    )


def _item(details: OperationDetails, operation_id: uuid.UUID, place: int) -> ItemRow:
    for item in details.items:
        if item.place == place:
            return item
    raise NotFoundError("operation", operation_id)


def _answers(
    engine: Engine, work: UnitOfWork, details: OperationDetails
) -> Iterator[tuple[str, str]]:
    """Yield question and answer, of those answers that may stand in a history: never text."""
    kind = _known(details.row.kind)
    if kind is None or kind.details is None or not details.items:
        return
    first = work.session.get_one(ProcessInstance, details.items[0].process_instance_id)
    compiled = engine.definitions.compiled(work, first.process_definition_id)
    told = kind.details(details.answers)
    for question in kind.questions:
        answer = told.get(question.key)
        if answer is None:
            continue
        if question.asks is Asks.TIME:
            now = engine.clock.now()
            yield question.label, instant_in_words(datetime.fromisoformat(answer), now)
        elif question.asks is Asks.ELEMENT:
            yield question.label, element_name(compiled, answer)
        elif question.key == TO_VERSION and answer.isdecimal():
            version = work.session.get(ProcessDefinition, int(answer))
            yield question.label, called(version).capitalize() if version else answer
        else:
            yield question.label, agency_names(work, [str(answer)]).get(str(answer), str(answer))


def _known(key: str) -> Kind | None:
    return next((kind for kind in KINDS if kind.key == key), None)


def _titles() -> dict[str, str]:
    return {kind.key.value: kind.title for kind in KINDS}
