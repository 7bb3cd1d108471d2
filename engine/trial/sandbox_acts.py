"""Does the steps of a trial run, by the same verbs as people do them in real cases."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from engine.errors import (
    InputRefusedError,
    MessageFailedError,
    NotAllowedError,
    NotFoundError,
    StepRefusedError,
)
from engine.persistence.directory import Person
from engine.persistence.instances import Timer
from engine.persistence.tasks import UserTask
from engine.runtime.cases import start_case
from engine.runtime.closing import close_case
from engine.runtime.demo_clock import pass_time
from engine.runtime.messages import send_message
from engine.runtime.transfers import Transfer, transfer_case
from engine.runtime.user_tasks import complete_user_task
from engine.spiff.failures import StepFailed
from engine.trial.opening_order import open_tasks_in_order
from engine.trial.sandbox_steps import Beginning, RunStep, TaskPlace, Verb
from engine.trial.sandbox_store import TrialStore
from forms.definition import FormDefinition

FURTHEST: Final = timedelta(days=366)
MOST_FIRED: Final = 200
"""So many limits may pass in one step: a clock that repeats must not keep the server busy."""


class RunCannotBegin(InputRefusedError):
    """The procedure fails before its first step is open."""

    def __init__(self, element_id: str | None, message: str) -> None:
        """Say at which element, and what happened."""
        self.element_id = element_id
        super().__init__(message)


def begin_case(store: TrialStore, beginning: Beginning) -> None:
    """Start the one case of a run.

    Raises:
        RunCannotBegin: the procedure could not move to its first step.
        EngineError: as for starting a case.
    """
    actor = store.actor(beginning.person)
    try:
        start_case(store.engine, actor, area_key=beginning.area, agency_key=beginning.agency)
    except StepFailed as failure:
        raise RunCannotBegin(failure.element_id, failure.message) from failure
    except IndexError as failure:
        message = "The procedure opens no step for whoever raises it."
        raise RunCannotBegin(None, message) from failure


def do_step(store: TrialStore, step: RunStep) -> None:
    """Do one step. One that ends in an incident is done as well: the store tells of it.

    Raises:
        EngineError: the step is refused, as it would be in a real case. Nothing counts then.
    """
    try:
        _VERBS[step.verb](store, step)
    except (StepRefusedError, MessageFailedError):
        return


def find_task(store: TrialStore, place: TaskPlace) -> UserTask:
    """Return the open task at a place.

    Raises:
        NotFoundError: nothing is open there.
    """
    alike = [task for task, where in open_tasks(store) if where == place]
    if not alike:
        raise NotFoundError("open step", place.element_id)
    return alike[0]


def open_tasks(store: TrialStore) -> list[tuple[UserTask, TaskPlace]]:
    """Return what is open, each with its place, in the order of opening."""
    with store.reading() as work:
        tasks = open_tasks_in_order(work, store.case.id)
    seen: list[tuple[str, str]] = []
    found = []
    for task in tasks:
        key = (task.element_id, task.agency_key or "")
        found.append((task, TaskPlace(*key, seen.count(key))))
        seen.append(key)
    return found


def with_addresses(
    store: TrialStore, form: FormDefinition, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return answers with people by their e-mail address instead of their id in this store."""
    with store.reading() as work:
        rows = work.session.execute(select(Person.id, Person.email))
        addresses = {str(person_id): email for person_id, email in rows}
    return _people_replaced(form, answers, addresses)


def with_ids(store: TrialStore, form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers with people by their id in this store."""
    with store.reading() as work:
        rows = work.session.execute(select(Person.email, Person.id))
        ids = {email: str(person_id) for email, person_id in rows}
    return _people_replaced(form, answers, ids)


def _people_replaced(
    form: FormDefinition, answers: Mapping[str, Any], by: Mapping[str, str]
) -> dict[str, Any]:
    people = {key for key, field in form.questions.items() if field.reference == "person"}
    return {
        key: by.get(str(answer), answer) if key in people else answer
        for key, answer in answers.items()
    }


def _complete(store: TrialStore, step: RunStep) -> None:
    task_id = find_task(store, step.place or TaskPlace(step.target)).id
    form = store.compiled.forms[_form_key(store, task_id)]
    answers = with_ids(store, form, step.answers)
    complete_user_task(store.engine, store.actor(step.person), task_id, answers, remarks=step.said)


def _form_key(store: TrialStore, task_id: uuid.UUID) -> str:
    with store.reading() as work:
        return work.session.get_one(UserTask, task_id).form_key


def _message(store: TrialStore, step: RunStep) -> None:
    send_message(store.engine, store.actor(step.person), store.case.reference, step.target)


def _close(store: TrialStore, step: RunStep) -> None:
    kept = step.said.kept_reasons
    answers = {**step.answers, "close_reason": step.target}
    actor, reference = store.actor(step.person), store.case.reference
    close_case(store.engine, actor, reference, answers, kept_reasons=kept)


def _transfer(store: TrialStore, step: RunStep) -> None:
    transfer = Transfer(step.target, step.leaving or None)
    transfer_case(store.engine, store.actor(step.person), store.case.reference, transfer)


def _until(store: TrialStore, step: RunStep) -> None:
    until = datetime.fromisoformat(step.target)
    now = store.clock.now()
    if not timedelta() < until - now <= FURTHEST:
        message = "The clock moves forward only, and at most a year at once."
        raise InputRefusedError(message)
    for _ in range(MOST_FIRED):
        due = _next_attempt(store)
        if due is None or due > until:
            break
        pass_time(store.engine, store.clock.set, max(due, now))
    else:
        message = (
            f"More than {MOST_FIRED} limits would pass on the way. Move the clock in smaller steps."
        )
        raise NotAllowedError(message)
    pass_time(store.engine, store.clock.set, until)
    _let_failures_show(store)


def _let_failures_show(store: TrialStore) -> None:
    """Go on until what failed has been tried as often as it is, and has become an incident."""
    failed = select(func.max(Timer.next_attempt_at)).where(Timer.attempts > 0)
    for _ in range(MOST_FIRED):
        with store.reading() as work:
            again_at = work.session.scalar(failed)
        if again_at is None:
            return
        pass_time(store.engine, store.clock.set, again_at)


def _next_attempt(store: TrialStore) -> datetime | None:
    with store.reading() as work:
        return work.session.scalar(select(func.min(Timer.next_attempt_at)))


_VERBS: Mapping[Verb, Callable[[TrialStore, RunStep], None]] = {
    Verb.COMPLETE: _complete,
    Verb.MESSAGE: _message,
    Verb.UNTIL: _until,
    Verb.CLOSE: _close,
    Verb.TRANSFER: _transfer,
}
