"""Sends answers as a person does who is asked back, and gives a reason."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from engine.access import Actor
from engine.context import Engine
from engine.errors import AnswersInvalidError, AnswersQuestionedError
from engine.persistence.tasks import UserTask
from engine.runtime.remarks import LATE_KEYS, Remarks
from engine.runtime.user_tasks import Completion, complete_user_task

MOST_QUESTIONS = 4
"""How often a submit may be asked about being late, or about what looks like personal data."""


class WalkFailed(AssertionError):
    """Something does not hold that must always hold."""


def submit(
    engine: Engine, actor: Actor, task: UserTask, answers: Mapping[str, Any]
) -> tuple[Callable[[], Completion], Completion]:
    """Complete a task; return how to send exactly the same again, and what came of it.

    Raises:
        WalkFailed: answers that should be valid are refused, or it does not stop asking.
        EngineError: as for completing a user task.
    """
    remarks = Remarks()
    key = f"{task.id} {actor.person_id}"
    for _ in range(MOST_QUESTIONS):
        send = partial(
            complete_user_task,
            engine,
            actor,
            task.id,
            answers,
            remarks=remarks,
            idempotency_key=key,
        )
        try:
            return send, send()
        except AnswersInvalidError as refused:
            if remarks.late_reason or not {p.key for p in refused.errors} <= {*LATE_KEYS}:
                wrong = "; ".join(f"{p.key}: {p.message}" for p in refused.errors)
                raise WalkFailed(f"{task.element_id} refuses {answers}: {wrong}") from refused
            remarks = replace(remarks, late_reason="other", late_words="Nobody was there.")
        except AnswersQuestionedError as questioned:
            kept = {question.key: "It belongs here." for question in questioned.errors}
            remarks = replace(remarks, kept_reasons={**remarks.kept_reasons, **kept})
    raise WalkFailed(f"{task.element_id} does not stop asking.")
