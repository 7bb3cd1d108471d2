from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.api.islands.pages import Site


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Return what the browser complains about; at the end there must be nothing left in it."""
    heard: list[str] = []
    page.on("console", lambda message: _hear(heard, message.type, message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert heard == []


@pytest.fixture
def visit(page: Page, serve: Callable, complaints: list[str]) -> Callable[[Site], Page]:
    """Return a function that opens a site in the browser."""

    def open_site(site: Site) -> Page:
        page.goto(serve(site.application()))
        return page

    return open_site


def _hear(heard: list[str], kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        heard.append(text)
