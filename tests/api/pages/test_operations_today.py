"""The first page of the operations room, and the heat map."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from api.pages.operations_today import size_in_words
from api.pages.today_matters import of_care
from engine.jobs.signs import give_sign
from engine.persistence.instances import Incident, ProcessInstance
from engine.queries.background import Background, LastBackup
from engine.runtime.backups import back_up
from engine.settings import Settings
from tests.support.invented import invent

ROOM = re.compile(
    r'<li><a class="govuk-link govuk-link--no-visited-state" href="(/operations[^"?]*)"'
    r'(?: aria-current="page")?>'
)
NOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
ADMINISTRATOR = ("administrator", "berkshire-partnership")


def test_without_a_process_at_work_the_page_says_so_first(concord):
    page = concord.browser(*ADMINISTRATOR).get("/operations").text
    assert "No process does the background work" in page
    assert "none was seen in the last three minutes" in page
    give_sign(concord.engine)
    page = concord.browser(*ADMINISTRATOR).get("/operations").text
    assert "No process does" not in page
    assert "seen less than a minute ago" in page
    assert "Nothing has failed, and nothing waits" in page
    assert "demonstration from" not in page


def test_what_waits_is_told_with_its_age_and_no_number_is_made_up(concord):
    concord.raise_case()
    give_sign(concord.engine)
    concord.browser(*ADMINISTRATOR)
    clock = concord.engine.clock
    clock.set(clock.now().replace(year=clock.now().year + 1))
    page = concord.browser(*ADMINISTRATOR).get("/operations").text
    assert "A time limit that has passed waits</strong>, for " in page
    assert re.search(r"\d\.\d MB", page)
    assert "No backup has been made with “concord backup”" in page


def test_every_room_is_found_from_every_other(concord):
    browser = concord.browser(*ADMINISTRATOR)
    rooms = ROOM.findall(browser.get("/operations").text)
    assert len(rooms) == 8
    for url in rooms:
        page = browser.get(url).text
        assert ROOM.findall(page) == rooms
        assert f'href="{url}" aria-current="page"' in page


@pytest.mark.parametrize("path", ["/operations", "/operations/heat-map"])
def test_for_others_than_administrators_there_is_no_such_page(concord, path):
    assert concord.browser("business-manager", ADMINISTRATOR[1]).get(path).status_code == 404


def test_the_heat_map_draws_and_lists_what_the_cases_took(concord):
    invent(concord.engine, 8)
    browser = concord.browser("administrator", "set-partnership")
    page = browser.get("/operations/heat-map?first=2025-09-01&last=2026-09-30").text
    assert "half within" in page
    assert 'href="#step-Task_S1_Raise"' in page
    assert 'id="step-Task_S1_Raise"' in page
    assert "Steps from 1 September 2025 to 30 September 2026" in page
    nothing = browser.get("/operations/heat-map?first=2020-01-01&last=2020-12-31").text
    assert "nothing ended in this period" in nothing


def test_days_that_are_none_are_said_beside_their_field(concord):
    browser = concord.browser(*ADMINISTRATOR)
    page = browser.get("/operations/heat-map?first=soon").text
    assert "Enter a day between 2000 and 2100" in page
    assert 'value="soon"' in page
    assert (
        "before the first one"
        in browser.get("/operations/heat-map?first=2026-02-02&last=2026-02-01").text
    )
    assert browser.get("/operations/heat-map?version=999999").status_code == 404
    assert browser.get("/operations/heat-map?last=9999-12-31").status_code == 200


def test_sizes_are_said_in_the_largest_unit_that_fits():
    assert [size_in_words(size) for size in (999, 4_200_000, 3 * 10**12, 10**16)] == [
        "999 bytes",
        "4.2 MB",
        "3.0 TB",
        "10000.0 TB",
    ]


def test_an_administrator_of_another_partnership_sees_other_versions(concord):
    page = concord.browser("administrator", "tees-partnership").get("/operations/heat-map").text
    assert "Task_S0_Raise" not in page
    assert "Task_T1_Raise" in page


def care(settings, last_backup):
    background = Background(None, None, None, None, 1, last_backup, 0)
    return [f"{one.text}, {one.hint}" for one in of_care(settings, background, NOW)]


def test_in_production_a_missing_mail_server_and_an_old_backup_are_to_be_looked_at():
    settings = Settings(smtp_url="smtp://mail.example")
    fresh, old = LastBackup(NOW - timedelta(days=2), 9), LastBackup(NOW - timedelta(days=3), 9)
    assert care(settings, fresh) == []
    assert care(settings, old) == ["The last backup is old, it was made 3 days ago"]
    missing, no_mail = care(Settings(), None)[::-1]
    assert missing.startswith("No backup has been made")
    assert no_mail.startswith("E-mail is not set up, nobody is told by e-mail")
    assert care(Settings(demo=True), None) == []


def test_the_last_backup_is_said_with_its_size(concord, tmp_path):
    back_up(concord.engine, tmp_path / "backup")
    page = concord.browser(*ADMINISTRATOR).get("/operations").text
    assert re.search(r"Today, \w+ \d+ \w+, \d\d:\d\d, \d\.\d MB", page)


def test_a_danger_alert_that_did_not_arrive_stands_first_on_both_pages(concord):
    raised = concord.raise_case()
    with concord.engine.open_unit_of_work() as work:
        instance = work.session.scalars(
            select(ProcessInstance).where(ProcessInstance.case_id == raised.case_id)
        ).one()
        for number, is_danger in ((1, True), (2, False)):
            work.session.add(
                Incident(
                    id=number,
                    case_id=instance.case_id,
                    process_instance_id=instance.id,
                    state="open",
                    message=f"It did not reach somebody: {number}.",
                    cause="550 No such mailbox",
                    raised_at=instance.started_at,
                    notification_id=uuid.uuid4(),
                    is_danger=is_danger,
                )
            )
        work.commit()
    browser = concord.browser(*ADMINISTRATOR)
    today = browser.get("/operations").text
    matters = ("1 danger alert", "No process does the background work", "1 notice that did not")
    assert [today.index(one) for one in matters] == sorted(map(today.index, matters))
    assert today.count(">Now</strong>") == 2
    first = re.search(r'govuk-list--spaced">\s*<li>(.*?)</li>', today, re.DOTALL)[1]
    assert 'href="/operations/incidents">1 danger alert that did not reach somebody' in first
    page = browser.get("/operations/incidents").text
    assert page.index("somebody: 1.") < page.index("somebody: 2.")
    assert page.count(">Danger<") == 1
    listed = concord.api(*ADMINISTRATOR).get("/incidents").json["items"]
    assert [(row["id"], row["is_danger"], row["is_notice"]) for row in listed] == [
        (1, True, True),
        (2, False, True),
    ]
    assert concord.api(*ADMINISTRATOR).get("/incidents?cursor=x").status_code == 422
    assert concord.api("business-manager", ADMINISTRATOR[1]).get("/incidents").status_code == 404
