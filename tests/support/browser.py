"""pytest-playwright on the Chromium of this machine, and axe for accessibility."""

import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Works headless, as root, on a machine with no way to the outside.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# GOV.UK Frontend keeps `aria-expanded` on radios that reveal a question, knowingly:
# https://github.com/alphagov/govuk-frontend/issues/979
KNOWN = ("aria-allowed-attr",)
LONGEST_WAIT_MS = 30_000
"""For whatever a page is expected to show; two busy cores take their time now and then."""
expect.set_options(timeout=LONGEST_WAIT_MS)
CANVASES = (".concord-form-editor__canvas",)
"""Where the editors of bpmn.io draw; beside each, a table does the same."""


def find_chromium() -> str | None:
    """Return the path of a Chromium: the one CHROMIUM names, or one on PATH."""
    found = (shutil.which(name) for name in NAMES)
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of this machine; without one the test is skipped."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium found: install it, or name it in CHROMIUM")
    return {**browser_type_launch_args, "executable_path": chromium, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Show pages as a desk in England sees them."""
    return {
        **browser_context_args,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1280, "height": 900},
    }


def axe_faults(page: Page, exempt: Collection[str] = KNOWN) -> list[tuple[str, list[str]]]:
    """Return the rules of WCAG 2.2 AA that the page, as it is now, breaks, and where."""
    # A page without its styles yet is not the page that people see.
    page.wait_for_load_state()
    # `evaluate`, not a script tag: the pages' content security policy allows no foreign script.
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {rule: {"enabled": False} for rule in exempt}
    result = page.evaluate(
        "([canvases, options]) => axe.run({ include: [document], exclude: canvases }, options)",
        [[[canvas] for canvas in CANVASES], {"runOnly": STANDARDS, "rules": rules}],
    )
    return [
        (violation["id"], [node["html"][:160] for node in violation["nodes"]])
        for violation in result["violations"]
    ]


@pytest.fixture
def axe(page: Page) -> Callable[..., None]:
    """Return a check that axe finds no fault in the page as it is now."""

    def check(exempt: Collection[str] = KNOWN) -> None:
        assert axe_faults(page, exempt) == []

    return check
