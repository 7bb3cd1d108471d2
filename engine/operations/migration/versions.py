"""The version that a process instance is to go to."""

from datetime import datetime

from engine.errors import NotFoundError, OperationRefusedError
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.unit_of_work import UnitOfWork


def version_to_go_to(
    work: UnitOfWork, from_id: int, to_version: str, now: datetime
) -> tuple[ProcessDefinition, ProcessDefinition]:
    """Return the version that is left, and the one that is gone to.

    Raises:
        OperationRefusedError: it is none of this procedure, not published, or the same one.
    """
    old = version_of(work, from_id)
    new = None
    if to_version.isdecimal():
        new = work.session.get(ProcessDefinition, int(to_version))
    if new is None or (new.key, new.partnership_key) != (old.key, old.partnership_key):
        raise OperationRefusedError("This is no version of its procedure.")
    if new.id == old.id:
        raise OperationRefusedError("It follows this version already.")
    if new.published_at is None or new.published_at > now:
        raise OperationRefusedError("No case follows this version yet. Publish it first.")
    return old, new


def version_of(work: UnitOfWork, definition_id: int) -> ProcessDefinition:
    """Return a version.

    Raises:
        NotFoundError: there is none with this id.
    """
    found = work.session.get(ProcessDefinition, definition_id)
    if found is None:
        raise NotFoundError("process definition", definition_id)
    return found


def called(version: ProcessDefinition) -> str:
    """Return how people call a version."""
    return f"version {version.version} (edition {version.edition})"
