"""The page of a task: both positions, drafts of others, comments, and text that is never lost."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from engine.runtime.closing import close_case
from engine.runtime.comments import NewComment, write_comment
from engine.runtime.completion import Completion
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE
from tests.support.app import ConcordApp, csrf_token, post_form

SCHOOL, COUNCIL = "reading-school", "reading-council"
DANGER = "Nobody was told of it by what you just sent"
FORM_CHANGED = "The questions have changed since you opened this page."
NOT_TOLD = "Nobody has been told of it by this form yet"
OTHER_TAB = "You saved other text for this step in another tab."
IN_ERROR = {"close_reason": "raised_in_error", "close_words": "Raised by mistake."}


@pytest.fixture
def practitioner(concord: ConcordApp) -> FlaskClient:
    return concord.browser("practitioner", SCHOOL)


@pytest.fixture
def raised(concord: ConcordApp) -> Completion:
    return concord.raise_case()


@pytest.fixture
def discussion(raised: Completion) -> str:
    return f"/tasks/{raised.opened[0].id}"


@pytest.fixture
def raising(concord: ConcordApp) -> str:
    return f"/tasks/{concord.start_case().user_task_id}"


def text_of(client: FlaskClient, path: str) -> str:
    return client.get(path, follow_redirects=True).get_data(as_text=True)


def part(page: str, heading: str) -> str:
    """Return the section with a heading's id."""
    found = re.search(rf'<section aria-labelledby="{heading}">.*?</section>\n', page, re.DOTALL)
    assert found, f"there is no section {heading}"
    return found[0]


def draft_seen(page: str) -> str:
    found = re.search(r'name="draft_seen" value="([^"]*)"', page)
    assert found
    return found[1]


def answers_of(concord: ConcordApp, path: str, key: str) -> Any:
    answer = concord.api("practitioner", SCHOOL).get(f"/user-{path.lstrip('/')}")
    return answer.json["form"]["answers"].get(key)


def test_both_positions_stand_side_by_side_with_writer_and_time(concord, practitioner, discussion):
    page = text_of(practitioner, discussion)
    columns = page[page.index('id="positions"') : page.index('id="said-so-far"')]
    assert "Reading School" in columns
    assert "raised it, your agency" in columns
    assert "Practitioner, Reading School (demo), today, " in columns
    assert "What is your concern for the child&#39;s safety and wellbeing?" in columns
    assert columns.index("Reading School") < columns.index("Reading Council")
    assert "There is nothing to read from this agency yet." in columns


def test_what_stands_in_the_positions_is_not_told_twice(practitioner, discussion):
    page = text_of(practitioner, discussion)
    assert page.count("What is your concern for the child&#39;s safety and wellbeing?") == 1
    assert "The short answers of each step (1)" in page


def test_before_anything_is_sent_there_are_no_positions(practitioner, raising):
    assert 'id="positions"' not in text_of(practitioner, raising)


def test_the_api_gives_the_positions_as_the_page_does(concord, raised):
    answer = concord.api("practitioner", COUNCIL).get(f"/user-tasks/{raised.opened[0].id}")
    raising, receiving = answer.json["positions"]
    assert (raising["side"], receiving["side"]) == ("raising", "receiving")
    (statement,) = raising["statements"]
    assert statement["person_name"] == "Practitioner, Reading School (demo)"
    assert "concern_summary" in [text["key"] for text in statement["texts"]]
    assert receiving["statements"] == []


def test_a_joint_task_shows_the_other_sides_draft_with_writer_and_time(
    concord, practitioner, raised, discussion
):
    other = concord.actor("practitioner", COUNCIL)
    answers = {"why_unresolved": "We see it otherwise."}
    save_draft(concord.engine, other, raised.opened[0].id, answers)
    drafts = part(text_of(practitioner, discussion), "other-draft")
    assert "The other side’s draft" in drafts
    assert "Draft of Practitioner, Reading Council (demo)" in drafts
    assert "Reading Council, last changed today, " in drafts
    assert "We see it otherwise." in drafts
    assert "Show the newest" in drafts


def test_comments_beside_a_task_stand_on_its_page(concord, practitioner, raised, discussion):
    other = concord.actor("practitioner", COUNCIL)
    comment = NewComment("We meet on Monday.", user_task_id=raised.opened[0].id)
    write_comment(concord.engine, other, raised.reference, comment)
    write_comment(concord.engine, other, raised.reference, NewComment("About the whole case."))
    comments = part(text_of(practitioner, discussion), "comments")
    assert "We meet on Monday." in comments
    assert "About the whole case." not in comments
    assert "1 other comment on the case" in comments
    assert "Write a comment" in comments


def test_files_stay_in_the_agencys_own_records(practitioner, discussion):
    assert "There is nothing to attach" in text_of(practitioner, discussion)


def test_who_will_be_asked_stands_under_the_question_for_the_agency(practitioner, raising):
    page = text_of(practitioner, raising)
    asked = page[page.index("Who will be asked") :]
    council = asked[asked.index('data-shown-for="reading-council"') :]
    assert "Practitioner, Reading Council (demo)" in council
    assert "Safeguarding lead" in council
    assert "At night and at weekends" in council
    assert 'data-shown-for="reading-school"' not in asked


def test_other_forms_name_nobody_who_will_be_asked(practitioner, discussion):
    assert "Who will be asked" not in text_of(practitioner, discussion)


def test_a_draft_for_an_older_form_is_shown_and_outlives_the_next_saving(
    concord, practitioner, raising
):
    school, task = concord.actor("practitioner", SCHOOL), UUID(raising.removeprefix("/tasks/"))
    save_draft(concord.engine, school, task, {"asked_before": "Typed into the older form."})
    page = text_of(practitioner, raising)
    assert "Typed into the older form." in part(page, "left-over")
    fields = {"concern_summary": "Typed now.", "draft_seen": draft_seen(page)}
    post_form(practitioner, f"{raising}/draft", fields, page=raising)
    again = text_of(practitioner, raising)
    assert "Typed into the older form." in part(again, "left-over")
    assert "Typed now." in again


def test_a_form_with_a_question_that_is_gone_comes_back_before_it_is_sent(
    concord, practitioner, discussion
):
    fields = {"asked_before": "Typed into the older form.", "why_unresolved": "The visit."}
    answer = post_form(practitioner, discussion, fields, page=discussion)
    assert answer.status_code == 409
    assert FORM_CHANGED in answer.text
    assert "Typed into the older form." in part(answer.text, "left-over")
    assert "The visit." in answer.text
    assert answers_of(concord, discussion, "asked_before") == "Typed into the older form."


def test_danger_is_sent_although_the_form_has_changed(concord, practitioner, raising):
    school, task = concord.actor("practitioner", SCHOOL), UUID(raising.removeprefix("/tasks/"))
    answers = concord.answers_to(school, task, immediate_harm="yes", receiving_agency=COUNCIL)
    typed = {key: value for key, value in answers.items() if isinstance(value, (str, list))}
    moment = {"day": "1", "month": "9", "year": "2026", "hour": "10", "minute": "00"}
    typed |= {f"arose_at-{name}": value for name, value in moment.items()}
    fields = {**typed, "asked_before": "Typed into the older form."}
    answer = post_form(practitioner, raising, fields, page=raising)
    assert answer.status_code == 302
    assert answer.location.endswith("/sent")


def test_two_tabs_do_not_overwrite_each_others_draft(concord, practitioner, discussion):
    seen = draft_seen(text_of(practitioner, discussion))
    first = {"why_unresolved": "Typed in the first tab.", "draft_seen": seen}
    second = {"why_unresolved": "Typed in the second tab.", "draft_seen": seen}
    path = f"{discussion}/draft"
    assert post_form(practitioner, path, first, page=discussion).status_code == 200
    refused = post_form(practitioner, path, second, page=discussion)
    assert (refused.status_code, refused.json["code"]) == (409, "draft_changed")
    assert answers_of(concord, discussion, "why_unresolved") == "Typed in the first tab."


def test_saving_by_the_button_shows_what_the_other_tab_saved(concord, practitioner, discussion):
    seen = draft_seen(text_of(practitioner, discussion))
    first = {"why_unresolved": "Typed in the first tab.", "draft_seen": seen}
    post_form(practitioner, f"{discussion}/draft", first, page=discussion)
    second = {"why_unresolved": "Typed in the second tab.", "draft_seen": seen, "save": "yes"}
    answer = post_form(practitioner, discussion, second, page=discussion)
    assert answer.status_code == 409
    assert OTHER_TAB in answer.text
    assert "Typed in the first tab." in part(answer.text, "other-tab")
    assert ">Typed in the second tab.</textarea>" in answer.text
    again = {**second, "draft_seen": draft_seen(answer.text)}
    assert post_form(practitioner, discussion, again, page=discussion).status_code == 302
    assert answers_of(concord, discussion, "why_unresolved") == "Typed in the second tab."


@pytest.mark.parametrize("seen", ["nonsense", "2026-01-01T00:00:00"])
def test_an_odd_time_of_a_draft_is_as_good_as_none(concord, practitioner, discussion, seen):
    for text in ("first", "second"):
        fields = {"why_unresolved": text, "draft_seen": seen, "save": "yes"}
        assert post_form(practitioner, discussion, fields, page=discussion).status_code == 302
    assert answers_of(concord, discussion, "why_unresolved") == "second"


def test_danger_on_a_form_that_is_refused_says_that_nobody_has_been_told(practitioner, raising):
    answer = post_form(practitioner, raising, {"immediate_harm": "yes"}, page=raising)
    page, alert = answer.text, raising_alert(answer.text)
    assert answer.status_code == 422
    assert page.index("ring 999") < page.index(NOT_TOLD) < page.index(alert)
    assert page.index(alert) < page.index("There is a problem")
    assert "data-disable-auto-focus" in page
    harmless = post_form(practitioner, raising, {"immediate_harm": "no"}, page=raising)
    assert NOT_TOLD not in harmless.text


def test_danger_that_was_saved_and_not_sent_says_that_nobody_has_been_told(practitioner, raising):
    fields = {"immediate_harm": "yes", "save": "yes"}
    answer = post_form(practitioner, raising, fields, page=raising)
    assert answer.location == raising
    page = text_of(practitioner, raising)
    assert NOT_TOLD in page
    assert "Draft saved" in page
    assert "Done" not in page


def test_danger_that_somebody_else_typed_on_the_same_computer_is_not_passed_over(
    practitioner, raising
):
    fields = {"immediate_harm": "yes", "writer": "1"}
    answer = post_form(practitioner, raising, fields, page=raising)
    assert answer.status_code == 409
    assert answer.text.index("Nobody was told of it") < answer.text.index("This was not sent")


def test_a_danger_task_says_nothing_of_an_alert_that_is_missing(concord, practitioner, raised):
    actor = concord.actor("practitioner", SCHOOL)
    (task_id,) = send_message(concord.engine, actor, raised.reference, DANGER_MESSAGE)
    manager, path = concord.browser("line-manager", SCHOOL), f"/tasks/{task_id}"
    answer = post_form(manager, path, {"child_safe_now": "no"}, page=path)
    assert answer.status_code == 422
    assert NOT_TOLD not in answer.text


def raising_alert(page: str) -> str:
    """Return the link to the alert of the page's case, as it stands below the first banner."""
    found = re.search(r'href="/cases/[^"]+/danger" role="button"[^>]*>Go to the alert', page)
    assert found
    return found[0]


def test_danger_on_a_raising_form_of_a_closed_case_says_999_and_how_to_go_on(concord, practitioner):
    started = concord.start_case()
    school, path = concord.actor("practitioner", SCHOOL), f"/tasks/{started.user_task_id}"
    token = csrf_token(practitioner, path)
    close_case(concord.engine, school, started.reference, {**IN_ERROR, "still_at_risk": "no"})
    fields = {"csrf_token": token, "immediate_harm": "yes", "concern_summary": "He is at home now."}
    answer = practitioner.post(path, data=fields)
    assert answer.status_code == 409
    assert DANGER in answer.text
    assert answer.text.index("ring 999") < answer.text.index("This step is no longer open")
    assert f'href="/raise?after={started.reference}"' in answer.text
    assert "He is at home now." in answer.text


def test_danger_on_a_step_that_moved_on_offers_the_alert_of_its_case(concord, practitioner):
    started = concord.start_case()
    school, path = concord.actor("practitioner", SCHOOL), f"/tasks/{started.user_task_id}"
    token = csrf_token(practitioner, path)
    answers = concord.answers_to(
        school, started.user_task_id, immediate_harm="no", receiving_agency=COUNCIL
    )
    complete_user_task(concord.engine, school, started.user_task_id, answers)
    answer = practitioner.post(path, data={"csrf_token": token, "immediate_harm": "yes"})
    assert DANGER in answer.text
    assert "Go to the alert" in answer.text
    harmless = practitioner.post(path, data={"csrf_token": token, "immediate_harm": "no"})
    assert DANGER not in harmless.text


def test_who_comes_back_to_a_step_that_they_sent_reads_that_it_was_sent(concord, practitioner):
    task_id = concord.start_case().user_task_id
    actor = concord.actor("practitioner", SCHOOL)
    answers = concord.answers_to(
        actor, task_id, immediate_harm="no", receiving_agency=COUNCIL, concern_remains="yes"
    )
    complete_user_task(concord.engine, actor, task_id, answers)
    assert "you completed it" in text_of(practitioner, f"/tasks/{task_id}")
    other = text_of(concord.browser("practitioner", COUNCIL), f"/tasks/{task_id}")
    assert "Practitioner, Reading School (demo) completed it" in other


def test_after_sending_the_page_says_what_happens_next_and_how_one_will_hear(concord, practitioner):
    started, school = concord.start_case(), concord.actor("practitioner", SCHOOL)
    answers = concord.answers_to(
        school, started.user_task_id, immediate_harm="no", receiving_agency=COUNCIL
    )
    complete_user_task(concord.engine, school, started.user_task_id, answers)
    sent = text_of(practitioner, f"/tasks/{started.user_task_id}/sent")
    assert "“Discuss and find a solution” is now with you or the practitioners of" in sent
    assert "How you will hear" in sent
    assert f'<strong class="concord-reference">{started.reference}</strong>' in sent
