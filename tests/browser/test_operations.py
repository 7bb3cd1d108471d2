"""Each kind of operation through the pages: done and seen, and refused with the reason.

One site, one window and one log-in for all; each kind acts on a case of its own.
"""

import re
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from engine.clock import LONDON
from engine.operations.carrying_out import carry_out_operations
from engine.operations.kinds import kind_of
from engine.vocabulary import InstanceState
from tests.browser.site import Site
from tests.browser.tour import prepared_window
from tests.support.acting_house import STEP, House
from tests.support.each_act import ACTS
from tests.support.engine import OFFICE

pytestmark = pytest.mark.browser
WHY = "The procedure is being put right."


@dataclass(frozen=True)
class Desk:
    """An administrator before a window."""

    house: House
    site: Site
    page: Page

    def look_at(self, place):
        """Open the page of a process instance."""
        self.site.open(self.page, f"/operations/instances/{place.instance_id}")

    def begin(self, act, place):
        """Choose an act on the page of an instance; what it does not offer has its address."""
        self.look_at(place)
        offered = self.page.locator(f'#acts ~ * a[href*="/operations/acts/{act.kind}?"]')
        if offered.count():
            offered.first.click()
        else:
            address = f"/operations/acts/{act.kind}?instance={place.instance_id}"
            self.site.open(self.page, address)

    def answer(self, given):
        """Answer page after page, until what would happen is shown or a problem is."""
        heading = self.page.get_by_role("heading", name="What would happen")
        going_on = self.page.get_by_role("button", name="Continue")
        for _ in range(2):
            expect(heading.or_(going_on).first).to_be_visible()
            if heading.count() or self.page.locator(".govuk-error-summary").count():
                return
            self._fill(given)
            with self.page.expect_navigation():
                going_on.click()

    def _fill(self, given):
        for key, value in given.items():
            if isinstance(value, dict):
                for name, one in value.items():
                    self._choose(name, one)
            else:
                typed = (
                    value.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M")
                    if isinstance(value, datetime)
                    else value
                )
                self._choose(f"answer-{key}", typed)
        if "value" in given:
            self._choose(given["name"], given["value"])

    def _choose(self, name, value):
        radio = self.page.locator(f'input[type=radio][name="{name}"][value="{value}"]')
        select = self.page.locator(f'select[name="{name}"]')
        text = self.page.locator(f'input[name="{name}"]:not([type=hidden]):not([type=radio])')
        if radio.count():
            radio.check(force=True)
        elif select.count():
            select.select_option(value)
        elif text.count():
            text.fill(value)

    def carry_out(self, title):
        """Say why, and press the button that carries the name of the act."""
        self.page.get_by_label("Why do you do this?").fill(WHY)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=title, exact=True).click()


@pytest.fixture(scope="module")
def desk(prepared_database, tmp_path_factory, browser, browser_context_args):
    folder = tmp_path_factory.mktemp("acts")
    with prepared_window(prepared_database, folder, browser, browser_context_args) as window:
        site, page = window
        site.log_in(page, "administrator", OFFICE)
        expect(page.get_by_role("link", name="Operations").first).to_be_visible()
        yield Desk(House(site.concord), site, page)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.kind)
def test_it_is_asked_shown_done_and_seen(desk, act):
    place, page, title = act.done_in(desk.house), desk.page, kind_of(act.kind).title
    desk.begin(act, place)
    desk.answer(act.given(place))
    expect(page.get_by_role("heading", name=f"{title}?", exact=True)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(act.outcome)
    assert not act.comes_to(place)
    desk.carry_out(title)
    expect(page).to_have_url(re.compile("/operations/log/"))
    expect(page.get_by_role("main")).to_contain_text(act.outcome)
    expect(page.get_by_role("main")).to_contain_text(WHY)
    assert act.comes_to(place)
    log = page.url.removeprefix(desk.site.address)
    desk.look_at(place)
    expect(page.locator(f'.concord-timeline a[href="{log}"]').first).to_be_visible()
    desk.site.open(page, "/operations/log")
    newest = page.get_by_role("main").locator("tbody tr").first
    expect(newest).to_contain_text(WHY)
    expect(newest.get_by_role("link", name=title, exact=True)).to_have_attribute("href", log)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.kind)
def test_it_is_refused_where_it_was_asked(desk, act):
    place, page = act.refused_in(desk.house), desk.page
    revision = place.instance.revision
    desk.begin(act, place)
    desk.answer(act.given(place, is_refused=True))
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("It cannot be done")
    expect(summary).to_contain_text(act.why)
    expect(page.get_by_role("button", name=kind_of(act.kind).title, exact=True)).to_have_count(0)
    assert place.instance.revision == revision


def test_many_go_on_while_nobody_looks_and_one_is_taken_back(desk):
    places, page = [desk.house.contact() for _ in range(3)], desk.page
    desk.site.open(page, "/operations/instances?state=active")
    for place in places:
        page.locator(f'input[name=instance][value="{place.instance_id}"]').check(force=True)
    page.get_by_label("What to do").select_option("suspend")
    with page.expect_navigation():
        page.get_by_role("button", name="With the chosen ones").click()
    desk.answer({"clock": "runs_on"})
    expect(page.get_by_text("It can be done with 3 of the 3 shown.")).to_be_visible()
    desk.carry_out("Suspend")
    expect(page.get_by_text("3 waiting, of 3")).to_be_visible()
    desk.site.open(page, "/operations")
    assert carry_out_operations(desk.site.concord.engine, limit=2) == 2
    desk.site.open(page, "/operations/log")
    newest = page.get_by_role("main").locator("tbody tr").first
    expect(newest).to_contain_text("1 waiting, 2 done")
    newest.get_by_role("link").first.click()
    expect(page.get_by_text("It goes on by itself")).to_be_visible()
    assert carry_out_operations(desk.site.concord.engine) == 1
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("3 done, of 3")).to_be_visible()
    assert {place.instance.state for place in places} == {InstanceState.SUSPENDED}
    page.get_by_role("link", name=f"Take back in {places[1].reference}").click()
    page.get_by_label("Why do you take it back?").fill("It was the wrong case.")
    with page.expect_navigation():
        page.get_by_role("button", name="Take back").click()
    row = page.locator("tr", has_text=places[1].reference)
    expect(row).to_contain_text("It was the wrong case.")
    states = [place.instance.state for place in places]
    assert states == [InstanceState.SUSPENDED, InstanceState.ACTIVE, InstanceState.SUSPENDED]


def test_pressed_twice_it_is_done_once(desk):
    place, page = desk.house.contact(), desk.page
    desk.site.open(page, f"/operations/acts/send_message?instance={place.instance_id}")
    desk.answer({"message": "ImmediateDanger"})
    page.get_by_label("Why do you do this?").fill(WHY)
    page.get_by_role("button", name="Send a message", exact=True).dblclick()
    expect(page.get_by_role("main")).to_contain_text("was sent. It has opened")
    assert len(place.beside) == 1


def test_what_moved_on_while_somebody_looked_is_shown_again(desk):
    place, page = desk.house.contact(), desk.page
    desk.site.open(page, f"/operations/acts/cancel?instance={place.instance_id}")
    desk.house.operate(place, "skip_step", element=STEP)
    desk.carry_out("Cancel")
    expect(page.get_by_role("alert")).to_contain_text("Something has happened in it since")
    expect(page.get_by_label("Why do you do this?")).to_have_value(WHY)
    assert place.instance.state == InstanceState.ACTIVE
    desk.carry_out("Cancel")
    assert place.instance.state == InstanceState.ENDED
