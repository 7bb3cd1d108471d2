import pytest
from playwright.sync_api import expect

from tests.api.islands.pages import Site, refused, saved_at
from tests.support.browser import LONGEST_WAIT_MS

BODY = """
<form method="post" data-draft-url="/draft">
  <input type="hidden" name="csrf_token" value="token-1">
  <div class="govuk-form-group"><label class="govuk-label" for="what">What worries you</label>
  <textarea class="govuk-textarea" id="what" name="what"></textarea></div>
  <button class="govuk-button" type="button">Carry on</button>
</form>"""


@pytest.fixture
def site():
    return Site(body=BODY)


def type_text(page, text):
    page.get_by_label("What worries you").fill(text)


def await_drafts(page, site, count):
    """Wait until so many drafts have come; a slow machine saves later."""
    pause_ms = 100
    for _ in range(LONGEST_WAIT_MS // pause_ms):
        if len(site.drafts) >= count:
            return
        page.wait_for_timeout(pause_ms)
    raise AssertionError(site.drafts)


def test_a_draft_is_saved_a_moment_after_typing_in_london_time(visit, site, axe):
    page = visit(site)
    type_text(page, "Nobody rang back")
    expect(page.get_by_role("status")).to_have_text("Draft saved at 14:05")
    assert site.drafts == [{"csrf_token": "token-1", "what": "Nobody rang back"}]
    assert site.tokens == ["token-1"]
    axe()


def test_only_what_changed_is_sent(visit, site):
    page = visit(site)
    type_text(page, "Nobody rang back")
    expect(page.get_by_role("status")).to_have_text("Draft saved at 14:05")
    type_text(page, "Nobody rang back")
    page.wait_for_timeout(2000)
    assert len(site.drafts) == 1


def test_a_refusal_says_why_and_keeps_the_text(visit, site, complaints):
    site.answers.append(refused(409, "This task moved on at 14:03."))
    page = visit(site)
    type_text(page, "Nobody rang back")
    expect(page.get_by_role("status")).to_have_text("Not saved: This task moved on at 14:03.")
    expect(page.get_by_label("What worries you")).to_have_value("Nobody rang back")
    assert site.drafts == []
    complaints.clear()


def test_after_a_refusal_the_next_words_are_tried_again(visit, site, complaints):
    site.answers += [refused(503, "The database is busy."), saved_at("2026-01-01T08:09:00Z")]
    page = visit(site)
    type_text(page, "Nobody rang")
    expect(page.get_by_role("status")).to_have_text("Not saved: The database is busy.")
    type_text(page, "Nobody rang back")
    expect(page.get_by_role("status")).to_have_text("Draft saved at 08:09")
    complaints.clear()


def test_a_lost_session_says_so(visit, site, complaints):
    site.answers.append(refused(401, "Log in."))
    page = visit(site)
    type_text(page, "Nobody rang back")
    expect(page.get_by_role("status")).to_contain_text("you are no longer logged in")
    complaints.clear()


def test_no_connection_says_so(visit, site, complaints):
    page = visit(site)
    page.context.set_offline(True)
    type_text(page, "Nobody rang back")
    expect(page.get_by_role("status")).to_contain_text("Not saved: there is no connection")
    complaints.clear()


SENDING = BODY.replace('type="button">Carry on', 'type="submit">Send').replace(
    '<input type="hidden" name="csrf_token" value="token-1">',
    '<input type="hidden" name="csrf_token" value="token-1">'
    '<input type="hidden" name="draft_seen" value="">',
)


@pytest.fixture
def sending():
    return Site(body=SENDING)


def test_a_form_that_is_sent_reaches_the_server_as_a_draft_first(visit, sending):
    page = visit(sending)
    type_text(page, "Nobody rang back")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Taken")).to_be_visible()
    assert [draft["what"] for draft in sending.drafts] == ["Nobody rang back"]
    assert [form["what"] for form in sending.forms] == ["Nobody rang back"]


def test_without_a_connection_the_page_stays_and_says_that_nothing_was_sent(
    visit, sending, complaints
):
    page = visit(sending)
    page.context.set_offline(True)
    type_text(page, "Nobody rang back")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("Not sent: there is no connection")
    expect(page.get_by_label("What worries you")).to_have_value("Nobody rang back")
    page.context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Taken")).to_be_visible()
    assert [form["what"] for form in sending.forms] == ["Nobody rang back"]
    complaints.clear()


def test_back_online_it_saves_by_itself(visit, site, complaints):
    page = visit(site)
    page.context.set_offline(True)
    type_text(page, "Nobody rang back")
    expect(page.get_by_role("status")).to_contain_text("Not saved: there is no connection")
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text("Draft saved at 14:05")
    complaints.clear()


def test_a_refused_draft_does_not_hold_a_form_back(visit, sending, complaints):
    sending.answers += [refused(409, "Saved in another tab."), refused(503, "Busy.")]
    page = visit(sending)
    type_text(page, "Nobody rang back")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_text("Taken")).to_be_visible()
    assert len(sending.forms) == 1
    complaints.clear()


def test_each_draft_says_which_one_it_goes_on_from(visit, sending):
    page = visit(sending)
    type_text(page, "Nobody rang")
    expect(page.get_by_role("status")).to_have_text("Draft saved at 14:05")
    type_text(page, "Nobody rang back")
    await_drafts(page, sending, 2)
    assert [draft["draft_seen"] for draft in sending.drafts] == ["", "2026-07-01T13:05:00Z"]
