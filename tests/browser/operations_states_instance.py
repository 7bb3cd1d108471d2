"""One process instance, acts on it, the operation log and incidents in each of their states."""

from playwright.sync_api import Page

from tests.browser.acts import Act, look, open_everything, press, press_last

ADMINISTRATOR = "administrator@berkshire-partnership"
INSTANCE = "/operations/instances/{operated}"
ACTS = "/operations/acts"
LOG = "/operations/log"

OperationState = tuple[str, str, str, Act]


def go_on(page: Page) -> None:
    """Choose the first answer and look at what would happen."""
    page.locator("input[type=radio]").first.check(force=True)
    press_last(page)


OPERATION_STATES: tuple[OperationState, ...] = (
    ("process instance, opened", INSTANCE, ADMINISTRATOR, open_everything),
    ("process instance, raw state", f"{INSTANCE}?raw=yes", ADMINISTRATOR, look),
    ("open a case", f"{INSTANCE}/opening", ADMINISTRATOR, look),
    ("open a case, no reason", f"{INSTANCE}/opening", ADMINISTRATOR, press_last),
    ("opened cases", "/operations/openings", ADMINISTRATOR, look),
    ("act, questions", f"{ACTS}/skip_step?instance={{operated}}", ADMINISTRATOR, look),
    ("act, not answered", f"{ACTS}/skip_step?instance={{operated}}", ADMINISTRATOR, press_last),
    (
        "act, fields of a step",
        f"{ACTS}/complete_step?instance={{operated}}&answer-element=Task_S0_Discuss",
        ADMINISTRATOR,
        look,
    ),
    ("act, refused", f"{ACTS}/release?instance={{operated}}", ADMINISTRATOR, go_on),
    ("act, preview", f"{ACTS}/send_message?instance={{operated}}", ADMINISTRATOR, go_on),
    ("act, no reason", f"{ACTS}/resume?instance={{operated}}", ADMINISTRATOR, press("Resume")),
    ("act, several", f"{ACTS}/resume?fitting=state%3Dsuspended", ADMINISTRATOR, look),
    ("operation log", LOG, ADMINISTRATOR, look),
    ("operation", f"{LOG}/{{operation}}", ADMINISTRATOR, look),
    ("take back", f"{LOG}/{{operation}}/items/1/undo", ADMINISTRATOR, look),
    ("take back, no reason", f"{LOG}/{{operation}}/items/1/undo", ADMINISTRATOR, press_last),
    ("incidents", "/operations/incidents", ADMINISTRATOR, open_everything),
    ("incidents, all", "/operations/incidents?show=all", ADMINISTRATOR, look),
    ("leave an incident", "/operations/incidents/{incident}/ignore", ADMINISTRATOR, look),
    (
        "leave an incident, no reason",
        "/operations/incidents/{incident}/ignore",
        ADMINISTRATOR,
        press_last,
    ),
)
