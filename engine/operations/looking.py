"""Looks into the state of a process instance without moving it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotAllowedError, NotFoundError
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import administers
from engine.queries.case_openings import opened_until
from engine.queries.opened_case import NOT_OPENED
from engine.queries.shown_values import label_of, opened_value_in_words, value_in_words
from engine.runtime.execution import load_instance


@dataclass(frozen=True)
class ShownVariable:
    """A process variable of the instance itself."""

    name: str
    label: str
    """The question that asks for it; empty when no form does."""
    value: str | None
    """In words. Empty: people's text, or it may be."""


def find_administered(
    work: UnitOfWork, actor: Actor, instance_id: uuid.UUID
) -> tuple[ProcessInstance, Case]:
    """Return a process instance and its case, without a lock.

    Raises:
        NotFoundError: there is no such instance, or the actor does not administer it.
    """
    instance = work.session.get(ProcessInstance, instance_id)
    case = work.session.get_one(Case, instance.case_id) if instance else None
    if instance is None or case is None or not administers(work, actor, case):
        raise NotFoundError("process instance", instance_id)
    return instance, case


def list_variables(
    engine: Engine, work: UnitOfWork, actor: Actor, instance_id: uuid.UUID
) -> tuple[ShownVariable, ...]:
    """Return the variables of an instance by name; none once it has ended.

    Values that people typed are shown only to an administrator who has opened the case.

    Raises:
        NotFoundError: there is no such instance, or the actor does not administer it.
    """
    instance, case = find_administered(work, actor, instance_id)
    if instance.workflow is None:
        return ()
    movement = load_instance(engine, work, case, instance)
    is_open = opened_until(work, actor, case, engine.clock.now()) is not None
    compiled, in_words = movement.compiled, opened_value_in_words if is_open else value_in_words
    return tuple(
        ShownVariable(name, label_of(compiled, name), in_words(work, compiled, name, value))
        for name, value in sorted(movement.process.variables.items())
    )


def raw_state(engine: Engine, work: UnitOfWork, actor: Actor, instance_id: uuid.UUID) -> str:
    """Return the saved state of an instance as JSON, laid out to be read; empty once it has ended.

    Raises:
        NotFoundError: there is no such instance, or the actor does not administer it.
        NotAllowedError: the actor has not opened the case with a reason.
    """
    instance, case = find_administered(work, actor, instance_id)
    if opened_until(work, actor, case, engine.clock.now()) is None:
        raise NotAllowedError(NOT_OPENED)
    if instance.workflow is None:
        return ""
    saved = load_instance(engine, work, case, instance).process.dump()
    state: Mapping[str, Any] = orjson.loads(saved)
    return orjson.dumps(state, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode()
