"""Takes the pictures of pages that stand in the docs: `python -m tests.browser.page_pictures`.

The same case with the same times each time: what differs between two runs has changed in a page.
"""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from api.app import create_app
from api.startup import prepare
from engine.context import open_engine
from tests.browser.acts import Act, look
from tests.browser.looking import DESK, TELEPHONE
from tests.browser.picture_story import tell_story
from tests.browser.site import Site
from tests.browser.states import State
from tests.browser.tour import Tour
from tests.support.app import SETTINGS, ConcordApp
from tests.support.browser import ARGUMENTS, find_chromium
from tests.support.clock import FakeClock
from tests.support.engine import ROOT
from tests.support.web import served

FOLDER = ROOT / "docs/pictures/pages"
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
TALLEST = {DESK["width"]: 1700, TELEPHONE["width"]: 1500}
COLOURS = 64
TIDY = """() => {
  document.activeElement?.blur();
  document.querySelector(".concord-clock")?.remove();
}"""
"""The clock is the demonstration's; staff never see it."""

SCHOOL_PRACTITIONER = "practitioner@reading-school"
LINE_MANAGER = "line-manager@reading-council"
SCHOOL_MANAGER = "line-manager@reading-school"
NEXT_LEVEL = "next-level-manager@reading-school"
EDITOR = "editor@berkshire-partnership"


@dataclass(frozen=True)
class Picture:
    """What is taken: whose page, what is done there first, and of which size."""

    name: str
    shows: str
    path: str
    person: str | None = None
    act: Act = look
    window: dict[str, int] | None = None
    part: str = ""
    """CSS of the one part that is taken; empty: the page from its top."""


def show_diagram(page: Page) -> None:
    """Wait for the diagram that can be moved."""
    page.get_by_role("button", name="Show all").wait_for()


def show_limit(page: Page) -> None:
    """Wait for the modeller, with what the address chooses."""
    page.locator('[data-element-id="Timer_S2_24h"].selected').wait_for(state="attached")
    page.get_by_label("How many hours").wait_for()


def show_preview(page: Page) -> None:
    """Wait for the form as staff will see it."""
    page.get_by_role("button", name="Try these answers").wait_for()


def press_send(page: Page) -> None:
    """Send the form without filling it in."""
    with page.expect_navigation():
        page.get_by_role("button", name="Send", exact=True).click()


PICTURES: tuple[Picture, ...] = (
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
    Picture("workshop", "The workshop: drafts and versions", "/workshop", EDITOR),
    Picture("draft", "A draft", "/workshop/drafts/{procedure_draft}", EDITOR),
    Picture(
        "modeller",
        "The modeller with a limit chosen",
        "/workshop/drafts/{procedure_draft}/diagrams/berkshire.bpmn?element=Timer_S2_24h",
        EDITOR,
        show_limit,
        part=".concord-modeller",
    ),
    Picture(
        "step-table",
        "The table of steps",
        "/workshop/drafts/{procedure_draft}/steps/berkshire.bpmn",
        EDITOR,
    ),
    Picture(
        "form-editor",
        "The form editor",
        "/workshop/drafts/{procedure_draft}/forms/BRK-S2",
        EDITOR,
        show_preview,
    ),
    Picture("trial-run", "A trial run", "/workshop/tries/{trial_run}", EDITOR, show_diagram),
    Picture(
        "comparison",
        "A draft compared with the version that it changes",
        "/workshop/drafts/{procedure_draft}/comparison",
        EDITOR,
    ),
)


def take_pictures() -> None:
    """Take all of them, and write the list beside them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with _tour() as tour:
        for picture in PICTURES:
            _take(tour, picture)
    _write_list()


def _write_list() -> None:
    lines = [f"| [{one.name}]({one.name}.png) | {one.shows} |" for one in PICTURES]
    head = ["# Pictures of pages", "", "`make page-pictures` takes them again.", ""]
    table = [*head, "| picture | shows |", "|---|---|", *lines]
    (FOLDER / "README.md").write_text("\n".join(table) + "\n", encoding="utf-8")


@contextmanager
def _tour() -> Iterator[Tour]:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = replace(SETTINGS, database_url=f"sqlite:///{Path(folder) / 'concord.db'}")
        engine = open_engine(settings, clock=FakeClock(MONDAY))
        app = create_app(settings, engine=engine)
        prepare(app)
        concord = ConcordApp(app)
        places = tell_story(concord)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        page = browser.new_page(
            locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce"
        )
        with served(app) as address:
            yield Tour(Site(concord, address), page, places)
        browser.close()
        engine.database.engine.dispose()


def _take(tour: Tour, picture: Picture) -> None:
    window, page = picture.window or DESK, tour.page
    page.set_viewport_size(window)
    tour.go_to(State(picture.name, picture.path, picture.person, picture.act))
    page.evaluate(TIDY)
    if picture.part:
        taken = page.locator(picture.part).first.screenshot()
    else:
        taken = page.screenshot(full_page=True)
    _save(taken, FOLDER / f"{picture.name}.png", TALLEST[window["width"]])


def _save(taken: bytes, path: Path, tallest: int) -> None:
    """Keep the upper part, with few colours: a picture in the docs has to be small."""
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, tallest)))
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    take_pictures()
