"""The server is killed while somebody sends: afterwards it was taken once, or the text is there."""

import random
import re
import shutil
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from api.app import create_app
from api.extensions import engine_of
from api.startup import prepare
from engine.persistence.tasks import Submission
from engine.vocabulary import SubmissionState
from tests.browser.answers import discussion, fill, press_send, send
from tests.browser.roads import SCHOOL
from tests.browser.site import LONGEST_WAIT_MS, Site
from tests.support.app import SETTINGS, ConcordApp
from tests.support.databases import KINDS
from tests.support.invariants import broken_invariants
from tests.support.postgres import PostgresServer
from tests.support.server import ServerProcess

pytestmark = pytest.mark.browser

BROKEN = re.compile("chrome-error:")
TYPED = "A joint visit next week."
STEP = "Discuss and find a solution"
IN_THE_MIDDLE_MS = 1000
KILLS = 3
LONGEST_ANSWER_S = 0.15


@dataclass(frozen=True)
class Killable(Site):
    """A site whose server is a process; `concord` looks at the same database from outside."""

    server: ServerProcess

    def raise_case(self) -> uuid.UUID:
        """Raise a difference without the browser; return its second task, the discussion."""
        return self.concord.raise_case().opened[0].id

    def times_answered(self, task_id: uuid.UUID) -> int:
        """Return how often the answers to a task have been taken: once, or not at all."""
        with self.concord.engine.open_reading() as work:
            query = select(func.count()).where(
                Submission.user_task_id == task_id, Submission.state == SubmissionState.ACCEPTED
            )
            return work.session.scalar(query) or 0

    def start_again(self) -> None:
        """Start the server after it was killed; what it left behind is sound."""
        self.server.start()
        assert broken_invariants(self.concord.engine) == []


@pytest.fixture(scope="module", params=KINDS)
def killable(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Killable]:
    """Return the app as `concord serve` runs it, on each kind of database."""
    folder = tmp_path_factory.mktemp("killed")
    settings = replace(SETTINGS, database_url=_new_database(request, folder))
    app = create_app(settings)
    prepare(app)
    server = ServerProcess(settings, folder)
    server.start()
    yield Killable(ConcordApp(app), server.address, server)
    server.stop()
    engine_of(app).database.engine.dispose()


@pytest.fixture
def site(killable: Killable, page: Page) -> Killable:
    """Return the running app; each test has a case of its own in it."""
    page.set_default_timeout(LONGEST_WAIT_MS)
    return killable


def test_a_submit_that_was_killed_before_it_counted_is_not_half_taken(site: Killable, page: Page):
    task_id = type_answers(site, page)
    with held_up(site):
        with page.expect_request(lambda request: request.method == "POST"):
            press_send(page)
        page.wait_for_timeout(IN_THE_MIDDLE_MS)
        site.server.kill()
    site.start_again()
    assert site.times_answered(task_id) == 0
    see_text_and_send(site, page, task_id)


def test_a_submit_whose_answer_was_lost_counts_once_and_the_page_says_so(
    site: Killable, page: Page
):
    task_id = type_answers(site, page)
    page.route(f"**/tasks/{task_id}", kill_after_the_answer(site))
    press_send(page)
    expect(page).to_have_url(BROKEN)
    page.unroute_all()
    site.start_again()
    site.open(page, f"/tasks/{task_id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("This step is no longer open")
    expect(page.locator("main")).to_contain_text("completed it")
    page.get_by_role("link", name="See the case").click()
    expect(page.locator("main")).to_contain_text(TYPED)
    assert site.times_answered(task_id) == 1


def test_sending_again_after_a_lost_answer_counts_once(site: Killable, page: Page):
    task_id = type_answers(site, page)
    page.route(f"**/tasks/{task_id}", kill_after_the_answer(site))
    press_send(page)
    expect(page).to_have_url(BROKEN)
    page.unroute_all()
    site.start_again()
    # The browser's own “reload” sends the same form again.
    page.reload()
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    assert site.times_answered(task_id) == 1


def test_at_whatever_moment_the_server_is_killed_the_text_is_there_or_taken_once(
    site: Killable, page: Page
):
    chance = random.Random(20260325)
    for _ in range(KILLS):
        task_id = type_answers(site, page)
        with page.expect_request(lambda request: request.method == "POST"):
            press_send(page)
        time.sleep(chance.uniform(0, LONGEST_ANSWER_S))
        site.server.kill()
        site.start_again()
        if site.times_answered(task_id) == 0:
            see_text_and_send(site, page, task_id)
        site.open(page, f"/tasks/{task_id}")
        expect(page.get_by_role("heading", level=1)).to_have_text("This step is no longer open")
        assert site.times_answered(task_id) == 1


def type_answers(site: Killable, page: Page) -> uuid.UUID:
    """Type into the form of a new case's discussion; return the task."""
    task_id = site.raise_case()
    site.log_in(page, "practitioner", SCHOOL)
    site.open(page, f"/tasks/{task_id}")
    fill(page, discussion(site.clock.now()))
    return task_id


def see_text_and_send(site: Killable, page: Page, task_id: uuid.UUID) -> None:
    """Find the text, on the page or, when the browser shows one of its own, in the draft."""
    if page.get_by_role("heading", name=STEP).is_visible():
        expect(page.get_by_role("status")).to_contain_text("Not sent: there is no connection")
    else:
        site.open(page, f"/tasks/{task_id}")
    expect(page.get_by_role("heading", level=1)).to_have_text(STEP)
    expect(page.locator('[name="agreed_action"]')).to_have_value(TYPED)
    send(page)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible()


def kill_after_the_answer(site: Killable) -> Callable[[Route], None]:
    """Return a road on which the server takes the form and dies before its answer arrives."""

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            assert route.fetch(max_redirects=0).status == 302
            site.server.kill()
            route.abort("connectionreset")
        else:
            route.continue_()

    return lose


@contextmanager
def held_up(site: Killable) -> Iterator[None]:
    """Keep every write waiting: on SQLite at its beginning, on PostgreSQL before its end."""
    url = site.concord.engine.settings.database_url
    if url.startswith("sqlite"):
        other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()
    else:
        with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
            connection.execute("LOCK TABLE history_event IN SHARE MODE")
            yield


def _new_database(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        prepared: Path = request.getfixturevalue("prepared_database")
        return f"sqlite:///{shutil.copy(prepared, folder / 'concord.db')}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.create(request.getfixturevalue("_database_names")())
