"""Does an open step of a trial run: with answers from its form, or with suggested ones."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.errors import AnswersInvalidError, InputRefusedError
from engine.runtime.remarks import LATE_KEYS, Remarks
from engine.trial.sandbox import Run, open_run, take_step
from engine.trial.sandbox_acts import find_task, with_addresses
from engine.trial.sandbox_people import who_may_do
from engine.trial.sandbox_steps import RunStep, TaskPlace, Verb
from engine.trial.sandbox_ways import suggest_ways
from engine.trial.submitting import ANY_REASON

NO_SUGGESTION: Final = "There are no such suggested answers any more. Fill in the form instead."


def complete_by_form(
    engine: Engine,
    actor: Actor,
    run: Run,
    bundle: Bundle,
    filled: RunStep,
) -> None:
    """Do a step with the answers that were typed into its form.

    Raises:
        EngineError: as for completing a user task of a real case; nothing counts then.
        RunMovedOnError: the run has gone on since it was loaded.
    """
    with open_run(engine, run, bundle) as store:
        task = find_task(store, filled.place or TaskPlace(filled.target))
        form = store.compiled.forms[task.form_key]
        answers = with_addresses(store, form, filled.answers)
    take_step(engine, actor, run, bundle, replace(filled, answers=answers))


def complete_suggested(
    engine: Engine, actor: Actor, run: Run, bundle: Bundle, place: TaskPlace, way: int
) -> None:
    """Do a step with suggested answers; where a limit has passed, for some reason or other.

    Raises:
        InputRefusedError: there is no such suggestion (any more).
        EngineError: as for completing a user task of a real case; nothing counts then.
        RunMovedOnError: the run has gone on since it was loaded.
    """
    with open_run(engine, run, bundle) as store:
        task = find_task(store, place)
        people = who_may_do(store, task)
        ways = suggest_ways(store, store.actor(people[0].email), task) if people else ()
        if not 0 <= way < len(ways):
            raise InputRefusedError(NO_SUGGESTION)
        form = store.compiled.forms[task.form_key]
        answers = with_addresses(store, form, ways[way].answers)
    step = RunStep(Verb.COMPLETE, place.element_id, people[0].email, place, answers)
    try:
        take_step(engine, actor, run, bundle, step)
    except AnswersInvalidError as refused:
        if not {problem.key for problem in refused.errors} <= set(LATE_KEYS):
            raise
        take_step(engine, actor, run, bundle, replace(step, remarks=_late()))


def step_of_form(
    place: TaskPlace, person: str, answers: Mapping[str, Any], remarks: Remarks
) -> RunStep:
    """Return the step that a form that was filled in asks for."""
    return RunStep(Verb.COMPLETE, place.element_id, person, place, answers, remarks.document())


def _late() -> dict[str, Any]:
    return {"late": dict(ANY_REASON)}
