"""A user task with its form, for somebody who fills it in with a program."""

from typing import Any
from uuid import UUID

import orjson

from engine.access import Actor
from engine.context import Engine
from engine.definitions.application_forms import LATE, application_form_source
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.positions import load_positions
from engine.queries.tasks import TaskDetails, load_task
from engine.runtime.task_forms import TaskForm, open_form


def task_document(
    engine: Engine, work: UnitOfWork, actor: Actor, user_task_id: UUID
) -> dict[str, Any]:
    """Return a task and, when the actor may do it, its form.

    Raises:
        NotFoundError: there is no such task, or the actor may not see it.
    """
    task = load_task(engine, work, actor, user_task_id)
    form = open_form(engine, work, actor, user_task_id) if task.may_do else None
    facts = {name: getattr(task, name) for name in TaskDetails.__dataclass_fields__}
    return {
        **facts,
        "positions": load_positions(engine, work, actor, task.reference),
        "form": _form_document(engine, work, task, form) if form else None,
    }


def _form_document(
    engine: Engine, work: UnitOfWork, task: TaskDetails, form: TaskForm
) -> dict[str, Any]:
    compiled = engine.definitions.compiled(work, task.process_definition_id)
    source = compiled.bundle.files[f"forms/{form.form.key}.form"]
    return {
        "key": form.form.key,
        "title": form.form.title,
        "definition": orjson.loads(source),
        "context": {name: form.context[name] for name in _named_in(form) if name in form.context},
        "answers": form.answers,
        "leftovers": form.leftovers,
        "draft_saved_at": form.draft_saved_at,
        "late_definition": orjson.loads(application_form_source(LATE)) if form.late else None,
    }


def _named_in(form: TaskForm) -> frozenset[str]:
    """Return what the form's expressions and lists name: the rest of the case stays inside."""
    fields = tuple(form.form.all_fields())
    names = {name for field in fields for read in field.expressions() for name in read.names}
    return frozenset(names | {field.options_key for field in fields if field.options_key})
