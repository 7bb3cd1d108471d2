"""The page of notices, opening them, and the banner of danger on every page."""

import re
from datetime import timedelta

import pytest

from engine.queries.notices import list_notices
from engine.runtime.delivering import deliver_notifications
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.app import csrf_token, post_form
from tests.support.telling import tell

MANAGER = ("line-manager", "reading-school")
RAISER = ("practitioner", "reading-school")
COLLEAGUE = ("practitioner", "reading-council")
BANNER = "A child may be in immediate danger"


@pytest.fixture
def case(concord):
    """Return a case of which the other side's practitioner was told."""
    completion = concord.raise_case()
    tell(concord.engine, completion.reference, concord.actor(*COLLEAGUE))
    return completion


def alert(concord, reference):
    """Report danger, tell the managers, and return the danger task."""
    (task_id,) = send_message(concord.engine, concord.actor(*RAISER), reference, DANGER_MESSAGE)
    deliver_notifications(concord.engine)
    return task_id


def notices_of(concord, who):
    with concord.engine.open_reading() as work:
        return list_notices(concord.engine, work, concord.actor(*who)).rows


def text_of(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_nobody_told_yet_is_said_in_words(concord):
    text = text_of(concord.browser(*MANAGER), "/notices")
    assert "There are no notices for you." in text
    assert "Mark all as read" not in text


def test_notices_stand_under_their_day_with_how_they_went_by_email(concord, case):
    browser = concord.browser(*COLLEAGUE)
    text = text_of(browser, "/notices")
    assert re.search(r"<h2[^>]*>Today, ", text)
    assert case.reference in text
    assert "No e-mail: it is shown only here." in text
    concord.engine.clock.set(concord.engine.clock.now() + timedelta(days=1))
    assert re.search(r"<h2[^>]*>Yesterday, ", text_of(browser, "/notices"))


def test_opening_a_notice_marks_it_and_leads_to_what_there_is_to_do(concord, case):
    browser, notice = concord.browser(*COLLEAGUE), notices_of(concord, COLLEAGUE)[0]
    assert "Notices (1)" in text_of(browser, "/inbox")
    answer = post_form(browser, f"/notices/{notice.id}/read", {}, page="/notices")
    assert answer.headers["Location"] == f"/tasks/{case.opened[0].id}"
    assert "Notices (" not in text_of(browser, "/inbox")
    text = text_of(browser, "/notices")
    assert "Read today" in text
    assert "Mark as read" not in text
    assert f'href="/cases/{case.reference}"' in text


def test_a_notice_can_be_marked_without_leaving_the_page(concord, case):
    browser, notice = concord.browser(*COLLEAGUE), notices_of(concord, COLLEAGUE)[0]
    fields = {"stay": "yes", "next": "/notices?show=unread"}
    answer = post_form(browser, f"/notices/{notice.id}/read", fields, page="/notices")
    assert answer.headers["Location"] == "/notices?show=unread"
    assert "You have read all your notices." in text_of(browser, "/notices?show=unread")
    away = post_form(
        browser, f"/notices/{notice.id}/read", {"stay": "1", "next": "//x.example"}, page="/notices"
    )
    assert away.headers["Location"] == "/"


def test_the_notice_of_somebody_else_is_not_there(concord, case):
    notice = notices_of(concord, COLLEAGUE)[0]
    browser = concord.browser(*MANAGER)
    answer = post_form(browser, f"/notices/{notice.id}/read", {}, page="/account")
    assert answer.status_code == 404
    assert notices_of(concord, COLLEAGUE)[0].read_at is None


def test_looking_at_the_list_marks_nothing(concord, case):
    browser = concord.browser(*COLLEAGUE)
    for path in ("/notices", "/notices?show=unread", f"/notices?reference={case.reference}"):
        text_of(browser, path)
    assert notices_of(concord, COLLEAGUE)[0].read_at is None


def test_all_are_marked_at_once_and_that_can_be_taken_back(concord, case):
    browser = concord.browser(*COLLEAGUE)
    answer = post_form(browser, "/notices/read", {}, page="/notices")
    text = text_of(browser, answer.headers["Location"])
    assert "1 notice is marked as read." in text
    (read_at,) = re.findall(r'name="read_at" value="([^"]+)"', text)
    post_form(browser, "/notices/unread", {"read_at": read_at}, page="/notices")
    assert "1 notice is new again." in text_of(browser, "/notices")
    assert notices_of(concord, COLLEAGUE)[0].read_at is None


@pytest.mark.parametrize(
    "read_at", ["", "yesterday", "2026-09-07T09:00:00", "0001-01-01T00:00:00+14:00"]
)
def test_what_was_never_marked_is_not_taken_back(concord, read_at):
    browser = concord.browser(*COLLEAGUE)
    answer = post_form(browser, "/notices/unread", {"read_at": read_at}, page="/account")
    assert answer.status_code == 422


def test_the_list_is_searched_by_reference_however_it_is_typed(concord, case):
    browser = concord.browser(*COLLEAGUE)
    found = text_of(browser, f"/notices?reference=+{case.reference.lower()}+")
    assert f'value="{case.reference}"' in found
    assert "Today, " in found
    missing = text_of(browser, "/notices?reference=BRK-1999-000001&show=unread")
    assert "There are no unread notices for you about BRK-1999-000001." in missing
    assert text_of(browser, "/notices?reference=%00%3Cb%3E")


def test_long_lists_are_read_page_by_page(concord):
    tell(concord.engine, concord.raise_case().reference, concord.actor(*COLLEAGUE), times=30)
    browser = concord.browser(*COLLEAGUE)
    first = text_of(browser, "/notices?show=unread")
    assert first.count("concord-notice__subject") == 25
    (older,) = re.findall(r'href="(/notices\?[^"]*page=[^"]+)" rel="next"', first)
    second = text_of(browser, older.replace("&amp;", "&"))
    assert second.count("concord-notice__subject") == 5
    (newer,) = re.findall(r'href="(/notices\?[^"]*page=[^"]+)" rel="prev"', second)
    assert text_of(browser, newer.replace("&amp;", "&")).count("concord-notice__subject") == 25
    assert browser.get("/notices?page=x").status_code == 422


def test_a_page_that_was_emptied_meanwhile_leads_back_to_the_newest(concord):
    tell(concord.engine, concord.raise_case().reference, concord.actor(*COLLEAGUE), times=26)
    browser = concord.browser(*COLLEAGUE)
    first = text_of(browser, "/notices?show=unread")
    (older,) = re.findall(r'href="(/notices\?[^"]*page=[^"]+)" rel="next"', first)
    post_form(browser, "/notices/read", {}, page="/notices")
    assert "There is nothing older." in text_of(browser, older.replace("&amp;", "&"))


def test_unread_danger_stands_at_the_top_and_is_not_marked_with_the_rest(concord, case):
    alert(concord, case.reference)
    browser = concord.browser(*MANAGER)
    for path in ("/notices", "/notices?show=danger", "/notices?reference=BRK-1999-000001"):
        text = text_of(browser, path)
        assert "Child in danger: read this first" in text
        assert text.count("concord-notice--danger") == 1
        assert BANNER not in text
    post_form(browser, "/notices/read", {}, page="/notices")
    assert "Child in danger: read this first" in text_of(browser, "/notices")


def test_every_page_says_that_a_child_may_be_in_danger_until_the_alert_is_opened(concord, case):
    task_id = alert(concord, case.reference)
    browser = concord.browser(*MANAGER)
    pages = ("/", "/inbox", "/cases", "/account", "/privacy", f"/cases/{case.reference}")
    for path in (*pages, "/no-such-page"):
        text = browser.get(path).get_data(as_text=True)
        assert text.count(BANNER) == 1, path
    assert BANNER not in text_of(browser, f"/tasks/{task_id}")
    assert BANNER not in text_of(concord.browser(*COLLEAGUE), "/inbox")
    assert BANNER not in text_of(concord.browser(), "/")
    (action,) = re.findall(r'action="(/notices/[^"]+/read)"', text_of(browser, "/inbox"))
    answer = browser.post(action, data={"csrf_token": csrf_token(browser, "/inbox")})
    assert answer.headers["Location"] == f"/tasks/{task_id}"
    assert BANNER not in text_of(browser, "/inbox")


def test_an_alert_that_is_over_is_said_on_no_page_but_stays_among_the_notices(concord, case):
    task_id = alert(concord, case.reference)
    actor = concord.actor(*MANAGER)
    answers = concord.answers_to(actor, task_id, child_safe_now="yes")
    api = concord.api(*MANAGER)
    assert api.post(f"/user-tasks/{task_id}/completion", {"answers": answers}).status_code == 200
    lead = concord.browser("safeguarding-lead", "reading-school")
    assert BANNER not in text_of(lead, "/inbox")
    assert "Child in danger: read this first" in text_of(lead, "/notices")
