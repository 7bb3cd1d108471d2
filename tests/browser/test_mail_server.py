"""The mail server refuses, puts off, or is not there: people see it, and no e-mail comes twice."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from typing_extensions import override

from api.app import create_app
from engine.clock import MovableClock
from engine.context import open_engine
from engine.jobs.work import work_once
from engine.vocabulary import ALERT_PATIENCE
from tests.browser.prepared import Prepared
from tests.browser.roads import COUNCIL, SCHOOL
from tests.browser.site import FRIDAY, LONGEST_WAIT_MS, Site
from tests.support.app import PASSWORD, SETTINGS, ConcordApp
from tests.support.smtp import SmtpServer

pytestmark = pytest.mark.browser

NEVER = "550 5.1.1 There is nobody of this name here"
LATER = "451 4.7.1 Try again later"
LEAD = f"safeguarding-lead@{SCHOOL}.example"


class RealSite(Site):
    """Not the demonstration: e-mail is sent, and people log in with a password."""

    @override
    def log_in(self, page: Page, role: str, agency: str) -> None:
        page.context.clear_cookies()
        self.open(page, "/login")
        page.get_by_label("E-mail").fill(f"{role}@{agency}.example")
        page.locator("input[type=password]").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Log in").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    def deliver(self, *, later: timedelta = timedelta()) -> None:
        """Let the background do its work, some time later."""
        self.clock.set(self.clock.now() + later)
        work_once(self.concord.engine)


@pytest.fixture
def site(
    prepared_database: Path,
    tmp_path: Path,
    serve: Callable[[Flask], str],
    smtp_server: SmtpServer,
    page: Page,
) -> Iterator[RealSite]:
    """Return the app with a mail server, on a Friday afternoon."""
    page.set_default_timeout(LONGEST_WAIT_MS)
    path = shutil.copy(prepared_database, tmp_path / "concord.db")
    settings = replace(
        SETTINGS, database_url=f"sqlite:///{path}", demo=False, smtp_url=smtp_server.url
    )
    engine = open_engine(settings, clock=MovableClock())
    app = create_app(settings, engine=engine)
    found = RealSite(ConcordApp(app), serve(app))
    found.clock.set(FRIDAY.astimezone(UTC))
    yield found
    engine.database.engine.dispose()


def test_a_danger_alert_that_is_refused_says_to_telephone(
    site: RealSite, page: Page, smtp_server: SmtpServer
):
    case = Prepared(site.concord)
    site.deliver()
    smtp_server.refuse(NEVER, times=20)
    alert(site, page, case.reference)
    site.deliver()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("telephone now")
    expect(page.locator("main")).to_contain_text("Safeguarding lead, Reading School")
    expect(page.locator("main a[href='tel:999']").first).to_be_visible()
    site.open(page, f"/cases/{case.reference}")
    expect(page.locator("main")).to_contain_text("telephone now")


def test_an_e_mail_that_is_put_off_comes_once_and_the_case_says_when(
    site: RealSite, page: Page, smtp_server: SmtpServer
):
    smtp_server.refuse(LATER, times=20)
    case = Prepared(site.concord).climb("Task_S1_Contact")
    site.deliver()
    site.log_in(page, "line-manager", SCHOOL)
    see_deliveries(site, page, case, "next try")
    assert smtp_server.messages == []
    smtp_server.accept()
    for _ in range(3):
        site.deliver(later=timedelta(minutes=20))
    see_deliveries(site, page, case, "mail sent")
    assert_each_came_once(smtp_server)


def test_while_no_mail_server_is_there_a_danger_alert_waits_and_is_then_sent_once(
    site: RealSite, page: Page, smtp_server: SmtpServer
):
    case = Prepared(site.concord)
    site.deliver()
    smtp_server.messages.clear()
    smtp_server.recipients.clear()
    smtp_server.stop()
    alert(site, page, case.reference)
    site.deliver()
    site.deliver(later=ALERT_PATIENCE)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("telephone now")
    smtp_server.start()
    for _ in range(3):
        site.deliver(later=timedelta(minutes=10))
    assert smtp_server.recipients.count((LEAD,)) == 1
    assert_each_came_once(smtp_server)


def test_the_mail_server_holds_up_nobody_who_works(
    site: RealSite, page: Page, smtp_server: SmtpServer
):
    smtp_server.stop()
    case = Prepared(site.concord).climb("Task_S1_Contact")
    site.deliver()
    site.log_in(page, "line-manager", COUNCIL)
    site.open(page, "/notices")
    expect(page.locator("main")).to_contain_text(case.reference)


def alert(site: RealSite, page: Page, reference: str) -> None:
    """Report danger as the school’s practitioner."""
    site.log_in(page, "practitioner", SCHOOL)
    site.open(page, f"/cases/{reference}/danger")
    page.get_by_role("button", name="Alert now").click()
    expect(page.get_by_role("link", name="Look again")).to_be_visible()


def see_deliveries(site: RealSite, page: Page, case: Prepared, words: str) -> None:
    """Look at the case: who has been told, and how far it got."""
    site.open(page, f"/cases/{case.reference}")
    told = page.get_by_role("region", name="Who has been told")
    told.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    expect(told).to_contain_text(words)


def assert_each_came_once(server: SmtpServer) -> None:
    """Every accepted e-mail has a Message-ID of its own."""
    ids = Counter(str(message["Message-ID"]) for message in server.messages)
    assert ids
    assert set(ids.values()) == {1}
