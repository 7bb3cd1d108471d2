"""Another version of Berkshire's procedure beside the first, and cases that are taken to it."""

from collections.abc import Mapping

from sqlalchemy import select

from engine.operations.asking import ask_operation
from engine.operations.carrying_out import carry_out_operations
from engine.persistence.instances import ProcessInstance
from engine.persistence.operations import OperationItem
from engine.runtime.cases import StartedCase
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import OFFICE, RAISER, Berkshire, Role, bundle_with

ADMINISTRATOR: Role = ("administrator", OFFICE)
REASON = "The sub-group wants running cases to follow the new edition."


def publish(house: Berkshire, changes: Mapping[str, tuple[str, str]]) -> int:
    """Publish Berkshire's newest edition with texts replaced; return the version's id."""
    definition_id = deploy_bundle(house.engine, None, bundle_with(changes))
    publish_definition(house.engine, None, definition_id)
    return definition_id


def raise_alert(house: Berkshire, started: StartedCase, role: Role = RAISER) -> ProcessInstance:
    """Raise a danger alert beside a case; return its process instance."""
    send_message(house.engine, house.actor(*role), started.reference, DANGER_MESSAGE)
    return instances_of(house, started)[-1]


def instances_of(house: Berkshire, started: StartedCase) -> list[ProcessInstance]:
    """Return the process instances of a case, the oldest first."""
    query = select(ProcessInstance).where(ProcessInstance.case_id == started.case_id)
    return house.rows(query.order_by(ProcessInstance.is_main.desc(), ProcessInstance.started_at))


def migrate(
    house: Berkshire, instances: list[ProcessInstance], to: int | str
) -> list[OperationItem]:
    """Take process instances to a version; return what came of each."""
    operation_id = ask_operation(
        house.engine,
        house.actor(*ADMINISTRATOR),
        "migrate",
        [one.id for one in instances],
        {"to_version": str(to)},
        REASON,
    )
    while carry_out_operations(house.engine):
        pass
    mine = select(OperationItem).where(OperationItem.operation_id == operation_id)
    return house.rows(mine.order_by(OperationItem.place))
