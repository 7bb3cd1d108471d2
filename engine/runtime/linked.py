"""Starts what a message begins beside the main process: danger, at any stage, again and again."""

from collections.abc import Mapping
from typing import Any

from engine.errors import NotFoundError
from engine.runtime.act import Act
from engine.runtime.execution import Beginning, save, start_instance
from engine.runtime.journal import Journal
from engine.runtime.movement import Movement
from engine.vocabulary import Happening


def start_linked_instance(
    act: Act, message: str, variables: Mapping[str, Any], journal: Journal
) -> Movement:
    """Start the process that a message begins, with a copy of the case's variables.

    Nothing of the main process is touched. The actor's agency is the reporter's.

    Raises:
        NotFoundError: the procedure begins nothing with this message.
    """
    compiled = act.engine.definitions.compiled(act.work, act.case.process_definition_id)
    process_id = compiled.library.message_starts.get(message)
    if process_id is None:
        raise NotFoundError("message", message)
    journal.note(Happening.MESSAGE_RECEIVED, details={"message": message})
    reporter = {"reporter_agency": act.group.agency_key, "reported_by": act.actor.person_id}
    movement = start_instance(
        act.engine,
        act.work,
        act.case,
        Beginning(process_id, {**variables, **reporter}, message),
        journal,
    )
    save(movement)
    return movement
