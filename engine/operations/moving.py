"""Move what waits somewhere to another element of the diagram, or back to a step done before."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.errors import OperationRefusedError
from engine.operations.chosen import ELEMENT, named
from engine.operations.kind import Asks, Kind, Option, Question
from engine.operations.standing import limits_in_words, movable, refuse_raising_step
from engine.operations.target import Target
from engine.persistence.history import HistoryEvent
from engine.queries.names import element_name
from engine.spiff.modifying import ModificationRefused
from engine.vocabulary import Happening, OperationKind

TO = "to"
_STEPS = frozenset({"userTask", "manualTask", "subProcess", "callActivity"})


def _move(target: Target) -> str:
    movement = movable(target, OperationKind.MOVE_TOKEN)
    return _moved(target, target.answers[ELEMENT], target.answers[TO]) + limits_in_words(movement)


def _go_back(target: Target) -> str:
    movement = movable(target, OperationKind.GO_BACK)
    to = target.answers[TO]
    if to not in _done_before(target):
        raise OperationRefusedError(
            "It was not done in this case, so there is no going back to it."
        )
    at = target.answers[ELEMENT] or _only_place(target, to)
    return _moved(target, at, to) + limits_in_words(movement)


def _moved(target: Target, element_id: str, to: str) -> str:
    modifying = target.movement.process.modifying
    reason = modifying.why_not(element_id, to)
    if reason is not None:
        raise OperationRefusedError(reason)
    refuse_raising_step(target, to)
    try:
        left = modifying.move(element_id, to)
    except ModificationRefused as refused:
        raise OperationRefusedError(str(refused)) from refused
    moved = f"Moved from {named(target, left)} to {named(target, to)}."
    if left != element_id:
        moved += (
            f" All of {named(target, left)} ended; what was answered in it stays on the record."
        )
    return moved


def _only_place(target: Target, to: str) -> str:
    """Return the one place from which one can go back to a step."""
    modifying = target.movement.process.modifying
    inner = _places_before(target, to)
    if not inner:
        reasons = (modifying.why_not(at, to) for at in modifying.places)
        raise OperationRefusedError(next(filter(None, reasons), "Nothing waits in it."))
    if len(inner) > 1:
        raise OperationRefusedError("Several things are open. Say which of them goes back.")
    return inner[0]


def _places_before(target: Target, to: str) -> list[str]:
    """Return the places from which one can go back to a step."""
    modifying = target.movement.process.modifying
    possible = [at for at in modifying.places if modifying.why_not(at, to) is None]
    # A step inside a sub-process stands for the sub-process as well: the innermost is asked.
    around = {target.compiled.library.element(at).parent_id for at in possible}
    return [at for at in possible if at not in around]


def _done_before(target: Target) -> frozenset[str]:
    query = select(HistoryEvent.details).where(
        HistoryEvent.case_id == target.case.id,
        HistoryEvent.process_instance_id == target.instance.id,
        HistoryEvent.kind == Happening.INSTANCE_ADVANCED,
    )
    events = target.work.session.scalars(query)
    return frozenset(element_id for details in events for element_id in details["passed"])


def _place_options(target: Target) -> tuple[Option, ...]:
    return _options(target, target.movement.process.modifying.places)


def _target_options(target: Target) -> tuple[Option, ...]:
    """Return where what is to be moved can go; before that is chosen, where anything can."""
    chosen = target.answers.get(ELEMENT)
    modifying = target.movement.process.modifying
    if chosen in modifying.places:
        return _options(target, list(modifying.targets(chosen)))
    return _options(target, _targets(target))


def _from_options(target: Target) -> tuple[Option, ...]:
    """Return from where one can go back to the chosen step, where that has to be said."""
    chosen = target.answers.get(TO)
    places = _places_before(target, chosen) if chosen else []
    return _options(target, places) if len(places) > 1 else ()


def _step_options(target: Target) -> tuple[Option, ...]:
    library, done = target.compiled.library, _done_before(target)
    steps = (one for one in _targets(target) if one in done)
    return _options(target, [one for one in steps if library.element(one).type in _STEPS])


def _targets(target: Target) -> list[str]:
    modifying = target.movement.process.modifying
    reached = (modifying.targets(at) for at in modifying.places)
    return list(dict.fromkeys(one for targets in reached for one in targets))


def _options(target: Target, element_ids: tuple[str, ...] | list[str]) -> tuple[Option, ...]:
    return tuple(Option(one, element_name(target.compiled, one) or one) for one in element_ids)


def _details(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: answers[key] for key in (ELEMENT, TO) if answers.get(key)}


MOVE_TOKEN = Kind(
    OperationKind.MOVE_TOKEN,
    "Move to another place",
    "What is open there closes and its limits end; the other place opens with new limits. Nobody’s "
    "answers are lost, and none are made up: gateways decide with what is known.",
    _move,
    questions=(
        Question(ELEMENT, "What is to be moved?", Asks.ELEMENT, options=_place_options),
        Question(TO, "Where to?", Asks.ELEMENT, options=_target_options, after=ELEMENT),
    ),
    details=_details,
)
GO_BACK = Kind(
    OperationKind.GO_BACK,
    "Go back to a step",
    "A step that was done is open again, with new limits. Its earlier answers stay on the record "
    "and count until they are given anew.",
    _go_back,
    questions=(
        Question(TO, "Back to which step?", Asks.ELEMENT, options=_step_options),
        Question(
            ELEMENT,
            "From where?",
            Asks.ELEMENT,
            "Several things are open. Say which of them goes back.",
            is_required=False,
            options=_from_options,
            after=TO,
        ),
    ),
    details=_details,
)
