"""One window that goes through pages as many people, on one site that was prepared once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from api.app import create_app
from api.extensions import engine_of
from tests.browser.prepared import prepare_places
from tests.browser.site import FRIDAY, LONGEST_WAIT_MS, Site
from tests.browser.states import State
from tests.support.app import SETTINGS, ConcordApp
from tests.support.web import served


@dataclass(frozen=True)
class Tour:
    """The site, the window, and what was prepared. Who has logged in once stays so."""

    site: Site
    page: Page
    places: dict[str, str]
    cookies: dict[str, Any] = field(default_factory=dict)

    def go_to(self, state: State) -> None:
        """Open a state's page as its person, and do there what it says."""
        self.become(state.person)
        self.site.open(self.page, state.path.format_map(self.places))
        state.act(self.page)
        # Only then have the scripts of the page done their work.
        self.page.wait_for_load_state()

    def become(self, person: str | None) -> None:
        """Let this person, `ROLE@AGENCY`, sit down before the window; or nobody."""
        context = self.page.context
        context.clear_cookies()
        if person is None:
            return
        if person not in self.cookies:
            role, agency = person.split("@")
            self.site.log_in(self.page, role, agency)
            self.cookies[person] = context.cookies()
        context.add_cookies(self.cookies[person])


@contextmanager
def prepared_window(
    prepared_database: Path, folder: Path, browser: Browser, options: dict[str, Any]
) -> Iterator[tuple[Site, Page]]:
    """Serve a copy of the prepared database, on a Friday; yield the site and a window on it."""
    path = folder / "concord.db"
    shutil.copy(prepared_database, path)
    app = create_app(replace(SETTINGS, database_url=f"sqlite:///{path}"))
    with served(app) as address, browser.new_context(**options) as context:
        site = Site(ConcordApp(app), address)
        site.clock.set(FRIDAY.astimezone(UTC))
        page = context.new_page()
        page.set_default_timeout(LONGEST_WAIT_MS)
        yield site, page
    engine_of(app).database.engine.dispose()


@pytest.fixture(scope="module")
def tour(
    prepared_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
    browser: Browser,
    browser_context_args: dict[str, Any],
) -> Iterator[Tour]:
    """Return a tour of a site with cases at every point of the way."""
    folder = tmp_path_factory.mktemp("tour")
    with prepared_window(prepared_database, folder, browser, browser_context_args) as window:
        site, page = window
        yield Tour(site, page, prepare_places(site))
