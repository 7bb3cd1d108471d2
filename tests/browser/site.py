"""The app in a browser: its address, its clock, and its people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import func, select

from engine.clock import LONDON, MovableClock
from engine.persistence.tasks import Submission
from engine.vocabulary import SubmissionState
from tests.support.app import ConcordApp
from tests.support.browser import LONGEST_WAIT_MS

FRIDAY = datetime(2037, 8, 28, 16, 0, tzinfo=LONDON)
"""Before a bank holiday weekend; the next working day is Tuesday 1 September. Years ahead, because
the demonstration’s people get their roles at the real time."""


@dataclass(frozen=True)
class Site:
    """The app under an address of this machine; its clock begins on `FRIDAY`."""

    concord: ConcordApp
    address: str

    @property
    def clock(self) -> MovableClock:
        """The demonstration's clock."""
        return cast("MovableClock", self.concord.engine.clock)

    def open(self, page: Page, path: str) -> None:
        """Open a page of the app."""
        page.goto(self.address + path)

    def log_in(self, page: Page, role: str, agency: str) -> None:
        """Log in on the demonstration's log-in page."""
        page.context.clear_cookies()
        self.open(page, "/login")
        self.choose_person(page, role, agency)

    def choose_person(self, page: Page, role: str, agency: str) -> None:
        """Open the person's partnership on the log-in page, and log in with one click."""
        person = page.locator(f'button[value="{role}@{agency}.example"]')
        page.locator("details", has=person).locator("summary").click()
        # Who goes elsewhere before the answer has come is not logged in.
        with page.expect_navigation(wait_until="commit"):
            person.click()

    def open_task(self, page: Page, name: str) -> None:
        """Go to a task by way of the inbox."""
        self.open(page, "/inbox")
        with page.expect_navigation(wait_until="commit"):
            page.get_by_role("link", name=name).first.click()

    def times_taken(self, element_id: str) -> int:
        """Return how many answers to a step have been taken, in all cases."""
        with self.concord.engine.open_reading() as work:
            query = select(func.count()).where(
                Submission.element_id == element_id, Submission.state == SubmissionState.ACCEPTED
            )
            return work.session.scalar(query) or 0


@pytest.fixture
def site(concord: ConcordApp, serve: Callable[[Flask], str], page: Page) -> Site:
    """Return the app, served, on a Friday afternoon."""
    page.set_default_timeout(LONGEST_WAIT_MS)
    found = Site(concord, serve(concord.app))
    found.clock.set(FRIDAY.astimezone(UTC))
    return found
