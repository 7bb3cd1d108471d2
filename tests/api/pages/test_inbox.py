"""The inbox: its views, filters, search, and several tasks at once."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from api.pages.inbox_view import ROWS
from engine.runtime.cases import StartedCase, start_case
from engine.runtime.claims import claim_user_task
from engine.runtime.demo_clock import move_clock
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.app import ConcordApp, csrf_token, post_form

SCHOOL, COUNCIL = "reading-school", "reading-council"
_WEEK = timedelta(days=7)

Start = Callable[[], StartedCase]


@pytest.fixture
def practitioner(concord: ConcordApp) -> FlaskClient:
    return concord.browser("practitioner", SCHOOL)


@pytest.fixture
def start(concord: ConcordApp) -> Start:
    actor = concord.actor("practitioner", SCHOOL)
    return lambda: start_case(concord.engine, actor, area_key="reading")


def text_of(client: FlaskClient, path: str) -> str:
    """Return what a page says, as it is written in its source, blanks made single."""
    page = client.get(path, follow_redirects=True).get_data(as_text=True)
    return " ".join(html.unescape(page).split())


def parts_of(text: str) -> list[str]:
    return re.findall(r'<h2 class="concord-inbox__part">(.+?)</h2>', text)


def address_of(text: str, name: str) -> str:
    """Return where a link of the pagination leads."""
    return re.findall(rf'href="([^"]+)" rel="{name}"', text)[0]


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("team", "There is nothing for you to do at the moment."),
        ("mine", "You are not working on anything at the moment."),
        ("waiting", "Nothing waits for others at the moment."),
        ("done", "You have not done a step yet."),
        ("team-done", "Nobody of your team has done a step yet."),
    ],
)
def test_each_empty_view_says_so_in_plain_words(practitioner: FlaskClient, view, words):
    assert words in text_of(practitioner, f"/inbox?view={view}")


def test_a_long_inbox_has_a_second_page_and_a_way_back(practitioner: FlaskClient, start: Start):
    references = {start().reference for _ in range(ROWS + 1)}
    first = text_of(practitioner, "/inbox")
    second = text_of(practitioner, address_of(first, "next"))
    back = text_of(practitioner, address_of(second, "prev"))
    shown = [[one for one in references if f"/cases/{one}" in page] for page in (first, second)]
    assert [len(page) for page in shown] == [ROWS, 1]
    assert shown[0] == [one for one in references if f"/cases/{one}" in back]
    assert f"{ROWS + 1} things to do. Nothing is overdue." in first


def test_more_than_can_be_counted_is_said_so(practitioner: FlaskClient, start: Start):
    for _ in range(100):
        start()
    text = text_of(practitioner, "/inbox")
    assert "More than 99 things to do. Nothing is overdue." in text
    assert "Inbox (99+)" in text


@pytest.mark.parametrize("query", ["page=nonsense", "view=nonsense", "due=soon", "stage=%00"])
def test_an_address_that_nobody_gave_out_is_refused_in_words(practitioner: FlaskClient, query):
    answer = practitioner.get(f"/inbox?{query}")
    assert answer.status_code == 422
    assert "This cannot be used" in answer.get_data(as_text=True)


def test_the_parts_stand_in_their_order_in_words(concord: ConcordApp, practitioner: FlaskClient):
    concord.raise_case()
    reference = concord.raise_case().reference
    move_clock(concord.engine, by=_WEEK)
    concord.raise_case()
    send_message(concord.engine, concord.actor("practitioner", SCHOOL), reference, DANGER_MESSAGE)
    manager = concord.browser("line-manager", SCHOOL)
    assert parts_of(text_of(manager, "/inbox"))[:2] == ["Child in danger", "Overdue"]
    assert "about a child in danger" in text_of(manager, "/inbox")
    assert parts_of(text_of(manager, "/inbox?due=danger")) == ["Child in danger"]
    assert len(parts_of(text_of(practitioner, "/inbox"))) == 1


def test_what_waits_for_others_says_who_has_it_and_until_when(
    concord: ConcordApp, practitioner: FlaskClient
):
    concord.raise_case()
    text = text_of(practitioner, "/inbox?view=waiting")
    assert "Nothing waits for others" in text
    move_clock(concord.engine, by=_WEEK)
    text = text_of(practitioner, "/inbox?view=waiting")
    assert "Waiting for others <span" in text
    assert "The line managers" in text
    assert "Overdue by" in text
    assert 'name="task"' not in text


def test_what_was_done_stands_under_done(concord: ConcordApp, practitioner: FlaskClient):
    concord.raise_case()
    text = text_of(practitioner, "/inbox?view=done")
    assert "Done by you" in text
    assert "with Reading Council" in text
    assert ">You</td>" in text
    assert ">You</td>" in text_of(practitioner, "/inbox?view=team-done")


def test_filters_stand_in_the_address_and_are_counted_in_words(
    practitioner: FlaskClient, start: Start
):
    start()
    text = text_of(practitioner, "/inbox?stage=S0&area=reading&unclaimed=yes")
    assert "1 task fits your filters." in text
    assert '<option value="S0" selected>Between practitioners</option>' in text
    assert '<option value="reading" selected>' in text
    assert 'href="/inbox">Clear filters</a>' in text
    none = text_of(practitioner, "/inbox?view=mine&stage=S3")
    assert "No task fits your filters." in none
    assert 'href="/inbox?view=mine">Clear filters</a>' in none


def test_filters_offer_only_what_belongs_to_ones_own_partnership(practitioner: FlaskClient):
    text = text_of(practitioner, "/inbox")
    assert '<option value="reading-council">Reading Council</option>' in text
    assert "Barnsley" not in text


def test_a_reference_leads_straight_to_its_case(practitioner: FlaskClient, start: Start):
    reference = start().reference
    for typed in (reference, reference.lower().replace("-", " "), reference[-3:]):
        answer = practitioner.get("/inbox", query_string={"reference": typed})
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/cases/{reference}"


def test_a_reference_that_fits_nothing_is_said_so(concord: ConcordApp, start: Start):
    stranger = concord.browser("practitioner", "thames-police")
    text = text_of(stranger, f"/inbox?reference={start().reference}")
    assert "No case that has reached you fits" in text


def test_a_reference_that_is_none_is_an_error_with_an_example(practitioner: FlaskClient):
    text = text_of(practitioner, "/inbox?reference=Anna")
    assert "<title>Error: Inbox" in text
    assert 'href="#reference"' in text
    assert 'value="Anna"' in text


def several(client: FlaskClient, **fields) -> str:
    """Press a button below the list, and return what the inbox says then."""
    fields["csrf_token"] = csrf_token(client, "/inbox")
    answer = client.post("/inbox/several", data={"next": "/inbox", **fields})
    assert answer.headers["Location"] == "/inbox"
    return text_of(client, "/inbox")


def test_several_tasks_are_taken_and_given_back_at_once(
    concord: ConcordApp, practitioner: FlaskClient, start: Start
):
    tasks = [start().user_task_id for _ in range(3)]
    assert "3 are now yours." in several(practitioner, do="claim", task=tasks)
    assert 'Mine <span class="concord-views__count">(3)</span>' in text_of(practitioner, "/inbox")
    assert "2 are given back." in several(practitioner, do="release", task=tasks[:2])
    assert "1 is given back." in several(practitioner, do="release", task=tasks[2])
    assert "given back" not in text_of(practitioner, "/inbox")


def test_one_that_fails_does_not_stop_the_others(concord: ConcordApp):
    tasks = [concord.raise_case().opened[0].id for _ in range(2)]
    claim_user_task(concord.engine, concord.actor("practitioner", COUNCIL), tasks[0])
    practitioner = concord.browser("practitioner", SCHOOL)
    text = several(practitioner, do="claim", task=[tasks[0], uuid4(), "nonsense", tasks[1]])
    assert "1 is now yours." in text
    assert "2 could not be taken." in text
    assert "Practitioner, Reading Council (demo) is working on this task." in text
    assert "One task: There is no task" in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"do": "claim"}, "Choose the tasks that you mean"),
        ({"do": "burn", "task": uuid4()}, "Choose what to do with the tasks"),
    ],
)
def test_without_tasks_or_an_action_the_page_says_what_is_missing(
    practitioner: FlaskClient, start: Start, fields, words
):
    start()
    text = several(practitioner, **fields)
    assert "<title>Error: Inbox" in text
    assert f'href="#tasks">{words}' in text


def test_all_on_the_page_can_be_selected_without_a_script(practitioner: FlaskClient, start: Start):
    for _ in range(2):
        start()
    assert "checked" not in text_of(practitioner, "/inbox")
    assert text_of(practitioner, "/inbox?select=all").count(" checked>") == 2


def test_nobody_is_led_to_another_site_after_acting(practitioner: FlaskClient, start: Start):
    start()
    answer = post_form(
        practitioner, "/inbox/several", {"next": "https://evil.example/"}, page="/inbox"
    )
    assert answer.headers["Location"] == "/"


def test_each_row_leads_to_handing_over(practitioner: FlaskClient, start: Start):
    task_id = start().user_task_id
    assert f'href="/tasks/{task_id}/hand-over"' in text_of(practitioner, "/inbox")
