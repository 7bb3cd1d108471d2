"""Takes the pictures of pages that stand in the docs: `python -m tests.browser.page_pictures`.

The same case with the same times each time: what differs between two runs has changed in a page.
"""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from api.app import create_app
from api.startup import prepare
from engine.context import open_engine
from tests.browser.looking import DESK, TELEPHONE
from tests.browser.picture import Picture
from tests.browser.picture_story import invent_a_year, tell_story
from tests.browser.pictures_operations import OPERATIONS_PICTURES
from tests.browser.pictures_staff import STAFF_PICTURES
from tests.browser.pictures_workshop import WORKSHOP_PICTURES
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
PICTURES = (*STAFF_PICTURES, *WORKSHOP_PICTURES, *OPERATIONS_PICTURES)


def take_pictures() -> None:
    """Take all of them, and write the list beside them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with _tour() as tour:
        for picture in (*STAFF_PICTURES, *WORKSHOP_PICTURES):
            _take(tour, picture)
        invent_a_year(tour.site.concord)
        for picture in OPERATIONS_PICTURES:
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
