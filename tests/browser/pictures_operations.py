"""The pictures of what administrators and business managers see, on a year of invented cases."""

from tests.browser.operations_states_instance import go_on
from tests.browser.operations_states_migration import plan
from tests.browser.operations_states_report import OFFICE
from tests.browser.picture import Picture, show_diagram

ADMINISTRATOR = "administrator@berkshire-partnership"

OPERATIONS_PICTURES: tuple[Picture, ...] = (
    Picture(
        "operations", "What an administrator should look at today", "/operations", ADMINISTRATOR
    ),
    Picture(
        "instances",
        "Process instances over the diagram",
        "/operations/instances?procedure=berkshire_escalation:2",
        ADMINISTRATOR,
    ),
    Picture(
        "instance",
        "A process instance",
        "/operations/instances/{instance}",
        ADMINISTRATOR,
        show_diagram,
    ),
    Picture(
        "act",
        "An act, before it is done: what would happen",
        "/operations/acts/suspend?instance={instance}",
        ADMINISTRATOR,
        go_on,
    ),
    Picture(
        "migration",
        "The plan of a migration",
        "/operations/migration",
        ADMINISTRATOR,
        plan("2024-05-24", "2026-03-25"),
    ),
    Picture("heat-map", "Where cases take long", "/operations/heat-map", ADMINISTRATOR),
    Picture("directory", "People of the directory", "/operations/directory/people", ADMINISTRATOR),
    Picture("report", "The manager’s report", "/reports?span=year", OFFICE),
)
