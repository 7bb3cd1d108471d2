"""The pictures of what staff see."""

from playwright.sync_api import Page

from tests.browser.looking import TELEPHONE
from tests.browser.picture import Picture, show_diagram

SCHOOL_PRACTITIONER = "practitioner@reading-school"
LINE_MANAGER = "line-manager@reading-council"
SCHOOL_MANAGER = "line-manager@reading-school"
NEXT_LEVEL = "next-level-manager@reading-school"


def press_send(page: Page) -> None:
    """Send the form without filling it in."""
    with page.expect_navigation():
        page.get_by_role("button", name="Send", exact=True).click()


STAFF_PICTURES: tuple[Picture, ...] = (
    Picture("start", "The start page: 999 comes first", "/"),
    Picture("start-telephone", "The start page on a telephone", "/", window=TELEPHONE),
    Picture("raise", "Raising: the child’s area decides", "/raise", SCHOOL_PRACTITIONER),
    Picture("raising-form", "The raising form", "/tasks/{raising}", SCHOOL_PRACTITIONER),
    Picture(
        "raising-form-telephone",
        "The raising form on a telephone",
        "/tasks/{raising}",
        SCHOOL_PRACTITIONER,
        window=TELEPHONE,
    ),
    Picture(
        "errors", "What has to be corrected", "/tasks/{raising}", SCHOOL_PRACTITIONER, press_send
    ),
    Picture("inbox", "The inbox of a line manager", "/inbox", SCHOOL_MANAGER),
    Picture(
        "inbox-telephone",
        "The inbox on a telephone",
        "/inbox",
        SCHOOL_MANAGER,
        window=TELEPHONE,
    ),
    Picture(
        "task",
        "A step with both positions and its due time",
        "/tasks/{next_level}",
        NEXT_LEVEL,
    ),
    Picture("hand-over", "Handing a step over", "/tasks/{next_level}/hand-over", NEXT_LEVEL),
    Picture("sent", "What happens next", "/tasks/{sent}/sent", LINE_MANAGER),
    Picture("case", "The page of a case", "/cases/{case}", NEXT_LEVEL, show_diagram),
    Picture(
        "case-telephone",
        "The page of a case on a telephone",
        "/cases/{case}",
        NEXT_LEVEL,
        show_diagram,
        TELEPHONE,
    ),
    Picture(
        "diagram",
        "The path that a case has taken",
        "/cases/{case}",
        NEXT_LEVEL,
        show_diagram,
        part=".concord-diagram",
    ),
    Picture("notices", "Notices", "/notices", SCHOOL_MANAGER),
    Picture("contacts", "Whom to ring", "/contacts?agency=reading-council", SCHOOL_PRACTITIONER),
    Picture("away", "Arranging an absence", "/away", NEXT_LEVEL),
    Picture("danger", "A child in danger", "/cases/{case}/danger", SCHOOL_PRACTITIONER),
    Picture(
        "danger-telephone",
        "A child in danger, on a telephone",
        "/cases/{case}/danger",
        SCHOOL_PRACTITIONER,
        window=TELEPHONE,
    ),
    Picture(
        "alert-sent",
        "After an alert: who has been told",
        "/cases/{danger_case}/danger/{danger}",
        SCHOOL_PRACTITIONER,
    ),
    Picture("record", "The record of a case", "/cases/{ended_case}/record", SCHOOL_PRACTITIONER),
    Picture("account", "One’s own account", "/account", NEXT_LEVEL),
)
