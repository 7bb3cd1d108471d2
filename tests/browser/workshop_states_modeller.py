"""The pages of the modeller and of the table of steps in each of their states."""

from playwright.sync_api import Page, expect

from tests.browser.acts import Act, look, press

EDITOR = "editor@berkshire-partnership"
DRAFT, PATH = "/workshop/drafts/{procedure_draft}", "berkshire.bpmn"
STEP = f"{DRAFT}/step/Task_S2_Contact/{PATH}"
CALLED = "record_and_share.bpmn"
PLACE = f"{DRAFT}/step-place/Notify_S2_Overdue/{PATH}"
NOTICE = f"{DRAFT}/step/Notify_S2_Overdue/{PATH}"

ModellerState = tuple[str, str, str, Act]


def wait_for_the_drawing(page: Page) -> None:
    """Wait until the island has drawn and the checks have answered; a telephone shows the rest."""
    expect(page.locator(".concord-modeller--live")).to_be_attached()
    expect(page.locator(".concord-modeller__problem-count")).to_be_attached()


def save_no_hours(page: Page) -> None:
    """Type no number where hours are asked for."""
    page.get_by_label("How many hours or working days").fill("a day")
    press("Save")(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def add_no_name(page: Page) -> None:
    """Add a step without a name."""
    press("Add the step")(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


MODELLER_STATES: tuple[ModellerState, ...] = (
    ("modeller", f"{DRAFT}/diagrams/{PATH}", EDITOR, wait_for_the_drawing),
    ("steps of a diagram", f"{DRAFT}/steps/{PATH}", EDITOR, look),
    ("one step", STEP, EDITOR, look),
    ("one step, with errors", STEP, EDITOR, save_no_hours),
    ("one notice", NOTICE, EDITOR, look),
    ("where a step stands", f"{DRAFT}/step-place/Task_S2_Contact/{PATH}", EDITOR, look),
    ("where a step stands, with errors", PLACE, EDITOR, add_no_name),
    ("the roles of a lane", f"{DRAFT}/lane/Lane_NextLevel/{PATH}", EDITOR, look),
    ("a lane with an expression", f"{DRAFT}/lane/Lane_EachAgency/{CALLED}", EDITOR, look),
)
