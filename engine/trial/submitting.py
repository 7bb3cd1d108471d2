"""Sends the answers of a scenario's step, with what the step says beside them."""

import uuid
from collections.abc import Mapping
from typing import Any

from engine.access import Actor
from engine.context import Engine
from engine.errors import AnswersInvalidError
from engine.runtime.remarks import LATE_KEYS, Remarks
from engine.runtime.user_tasks import complete_user_task
from engine.trial.scenario import ScenarioStep

ANY_REASON = {"reason": "other", "words": "The scenario does not say."}
"""For limits that a scenario lets pass without a word: what does not matter is filled in."""


def submit_answers(
    engine: Engine,
    actor: Actor,
    task_id: uuid.UUID,
    answers: Mapping[str, Any],
    step: ScenarioStep,
    *,
    any_reason: bool = False,
) -> None:
    """Complete a task; with `any_reason` a step that says nothing of being late gets a reason.

    Raises:
        EngineError: as for completing a user task.
    """
    late = step.details.get("late")
    said = _remarks(step, late)
    try:
        complete_user_task(engine, actor, task_id, answers, remarks=said)
    except AnswersInvalidError as refused:
        wanted = {problem.key for problem in refused.errors}
        if late is not None or not any_reason or not wanted <= set(LATE_KEYS):
            raise
        said = _remarks(step, ANY_REASON)
        complete_user_task(engine, actor, task_id, answers, remarks=said)


def _remarks(step: ScenarioStep, late: Mapping[str, str] | None) -> Remarks:
    said = late or {}
    return Remarks(
        kept_reasons=step.details.get("kept") or {},
        late_reason=said.get("reason"),
        late_words=said.get("words"),
        link_to_open_case=bool(step.details.get("link")),
    )
