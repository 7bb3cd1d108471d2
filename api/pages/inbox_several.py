"""Several tasks of the inbox at once: one verb for each, and what became of each in words."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, redirect, request, session
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import local_path, required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.access import Actor
from engine.context import Engine
from engine.errors import EngineError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.paging import MOST_ROWS
from engine.queries.tasks import load_task
from engine.runtime.claims import claim_user_task, release_user_task

blueprint = Blueprint("pages_inbox_several", __name__)

NONE_CHOSEN = "Choose the tasks that you mean"
NO_ACTION = "Choose what to do with the tasks"
OUTCOME = "inbox_outcome"

Verb = Callable[[Engine, Actor, uuid.UUID], None]


@dataclass(frozen=True)
class Action:
    """What can be done with several tasks at once, and the words for it."""

    verb: Verb
    done: tuple[str, str]
    """For one task, and for several."""
    not_done: str


ACTIONS: Mapping[str, Action] = {
    "claim": Action(claim_user_task, ("1 is now yours", "{} are now yours"), "taken"),
    "release": Action(
        release_user_task,
        ("1 is given back. Its draft is kept", "{} are given back. Their drafts are kept"),
        "given back",
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What became of several tasks; kept in the session until the inbox has said it."""

    problem: str = ""
    """What was wrong with the request as a whole."""
    done: str = ""
    not_done: str = ""
    reasons: Sequence[str] = ()
    """One sentence for each task that was left as it was."""


@blueprint.post("/inbox/several")
@open_to(SIGNED_IN)
def act_on_several() -> ResponseReturnValue:
    """Claim or give back each chosen task; one that fails does not stop the others."""
    action = ACTIONS.get(request.form.get("do", ""))
    chosen = tuple(_ids(request.form.getlist("task")))[:MOST_ROWS]
    if action is None or not chosen:
        outcome = Outcome(problem=NONE_CHOSEN if action else NO_ACTION)
    else:
        outcome = _act(current_engine(), required_actor(), action, chosen)
    session[OUTCOME] = asdict(outcome)
    return redirect(local_path(request.form.get("next")))


def take_outcome() -> Outcome | None:
    """Return what the last request did, once."""
    kept: dict[str, Any] | None = session.pop(OUTCOME, None)
    return Outcome(**kept) if kept else None


def _act(engine: Engine, actor: Actor, action: Action, chosen: Sequence[uuid.UUID]) -> Outcome:
    reasons = []
    for task_id in chosen:
        try:
            action.verb(engine, actor, task_id)
        except EngineError as refused:
            reasons.append(f"{_name(engine, actor, task_id)}: {refused}")
    done, left = len(chosen) - len(reasons), len(reasons)
    return Outcome(
        done=action.done[done != 1].format(done) if done else "",
        not_done=f"{left} could not be {action.not_done}" if left else "",
        reasons=reasons,
    )


def _ids(texts: Iterable[str]) -> Iterable[uuid.UUID]:
    """Yield the ids that were chosen, each once; what is none was not chosen on our page."""
    for text in dict.fromkeys(texts):
        try:
            yield uuid.UUID(text)
        except ValueError:
            continue


def _name(engine: Engine, actor: Actor, task_id: uuid.UUID) -> str:
    """Return the task's name and case, as far as the actor may know them."""
    with reading() as work:
        return _name_in(engine, work, actor, task_id)


def _name_in(engine: Engine, work: UnitOfWork, actor: Actor, task_id: uuid.UUID) -> str:
    try:
        task = load_task(engine, work, actor, task_id)
    except EngineError:
        return "One task"
    return f"“{task.name}”, {task.reference}"
