"""Take a case to another version of its procedure: all that runs in it, or nothing.

Whoever reads the case reads one version: its main process and a danger alert beside it go together.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.errors import OperationRefusedError
from engine.operations.kind import Asks, Kind, Option, Question
from engine.operations.migration.finishing import why_finish
from engine.operations.migration.taking_over import take_over
from engine.operations.migration.versions import called, version_to_go_to
from engine.operations.target import Target
from engine.persistence.definitions import ProcessDefinition
from engine.runtime.locking import main_instance
from engine.vocabulary import DANGER_MESSAGE, Happening, InstanceState, OperationKind

TO_VERSION = "to_version"


def _migrate(target: Target) -> str:
    old, new = version_to_go_to(
        target.work,
        target.instance.process_definition_id,
        target.answers[TO_VERSION],
        target.journal.at,
    )
    for one in (target, *target.beside):
        try:
            take_over(one, new)
        except OperationRefusedError as refused:
            raise _named(one, refused) from refused
        _note(one, old, new)
    if _leads(target):
        target.case.process_definition_id = new.id
    compiled = target.engine.definitions.compiled(target.work, new.id)
    finish = why_finish(compiled.procedure, target.case.stage)
    told = f"Goes on under {called(new)}{_called_together(target)}."
    return f"{told} {finish}" if finish else told


def _leads(target: Target) -> bool:
    """Tell whether the case is read by what has gone over: its main process, or the last one."""
    if any(one.instance.is_main for one in (target, *target.beside)):
        return True
    return main_instance(target.work, target.case).state == InstanceState.ENDED


def _named(one: Target, refused: OperationRefusedError) -> OperationRefusedError:
    """Return a refusal that says which of the case's processes it is about."""
    if one.instance.is_main:
        return refused
    return OperationRefusedError(f"{_name(one)} in this case cannot go: {refused}")


def _name(one: Target) -> str:
    return "A danger alert" if one.instance.message == DANGER_MESSAGE else "A linked process"


def _called_together(target: Target) -> str:
    alerts = sum(one.instance.message == DANGER_MESSAGE for one in target.beside)
    if not target.beside:
        return ""
    if alerts == len(target.beside):
        return ", with its danger alert" if alerts == 1 else f", with its {alerts} danger alerts"
    return f", with {len(target.beside)} more of its processes"


def _note(target: Target, old: ProcessDefinition, new: ProcessDefinition) -> None:
    target.journal.note(
        Happening.INSTANCE_MIGRATED,
        process_instance_id=target.instance.id,
        details={
            "from": old.id,
            "to": new.id,
            "from_version": old.version,
            "to_version": new.version,
            "from_edition": old.edition,
            "to_edition": new.edition,
            "message": target.instance.message,
            "operation": _operation_id(target),
        },
    )


def _operation_id(target: Target) -> str | None:
    """Return in which operation it happens, of which the log knows why; a preview has none."""
    return str(target.journal.operation_id) if target.journal.operation_id else None


def _options(target: Target) -> tuple[Option, ...]:
    old = target.work.session.get_one(ProcessDefinition, target.instance.process_definition_id)
    query = select(ProcessDefinition).where(
        ProcessDefinition.key == old.key,
        ProcessDefinition.partnership_key == old.partnership_key,
        ProcessDefinition.id != old.id,
        ProcessDefinition.published_at <= target.journal.at,
    )
    found = target.work.session.scalars(query.order_by(ProcessDefinition.version.desc()))
    return tuple(Option(str(one.id), f"V{called(one)[1:]}") for one in found)


def _details(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    return {TO_VERSION: answers[TO_VERSION]}


MIGRATE = Kind(
    OperationKind.MIGRATE,
    "Migrate",
    "The case goes on in another version of its procedure, where it stands, with all that runs in "
    "it. Tasks, claims, drafts, due times and danger alerts stay; a limit that the version changes "
    "counts from its first start. The people of the case read why.",
    _migrate,
    questions=(Question(TO_VERSION, "To which version?", Asks.CHOICE, options=_options),),
    takes_whole_case=True,
    details=_details,
)
