"""Does one user task as a person does who is asked back, and gives a reason."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from engine.access import Actor
from engine.context import Engine
from engine.errors import AnswersInvalidError, AnswersQuestionedError
from engine.persistence.tasks import UserTask
from engine.runtime.remarks import LATE_KEYS, Remarks
from engine.runtime.task_forms import open_form
from engine.runtime.user_tasks import complete_user_task
from engine.trial.history.answering import LATE_REASONS, Filling, believable_answers
from forms.suggestion import NoSuggestion

MOST_QUESTIONS = 4
"""How often a submit may be asked about being late, or about what looks like personal data."""
KEPT = "This is an invented case."
LATE_WORDS = "Nobody could be reached in time."


def do_task(engine: Engine, actor: Actor, task: UserTask, filling: Filling) -> bool:
    """Complete a task; say whether it was possible now."""
    with engine.open_reading() as work:
        shown = open_form(engine, work, actor, task.id)
    try:
        answers = believable_answers(shown, filling)
    except NoSuggestion:
        return False
    return _submit(engine, actor, task, answers, filling.random)


def _submit(
    engine: Engine, actor: Actor, task: UserTask, answers: Mapping[str, Any], random: Random
) -> bool:
    remarks = Remarks()
    for _ in range(MOST_QUESTIONS):
        try:
            complete_user_task(engine, actor, task.id, answers, remarks=remarks)
        except AnswersInvalidError as refused:
            if remarks.late_reason or not {one.key for one in refused.errors} <= {*LATE_KEYS}:
                return False
            (reason,) = random.choices(list(LATE_REASONS), list(LATE_REASONS.values()))
            remarks = replace(remarks, late_reason=reason, late_words=LATE_WORDS)
        except AnswersQuestionedError as questioned:
            kept = {question.key: KEPT for question in questioned.errors}
            remarks = replace(remarks, kept_reasons={**remarks.kept_reasons, **kept})
        else:
            return True
    return False
