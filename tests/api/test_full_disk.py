"""The database takes nothing while somebody sends a form: plain words, and the text is there."""

import secrets
from datetime import UTC, datetime

import pytest
from sqlalchemy import text, update

from engine.persistence.web_sessions import WebSession
from tests.support.app import csrf_token
from tests.support.disk import Disk

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
TYPED = secrets.token_urlsafe(6000)
"""Text that does not compress well."""


@pytest.fixture
def school(concord):
    return concord.browser("practitioner", "reading-school")


@pytest.fixture
def task(concord):
    return f"/tasks/{concord.start_case().user_task_id}"


@pytest.fixture
def disk(concord):
    return Disk(concord.engine.database)


def send(school, path, page, **headers):
    token = csrf_token(school, page)
    fields = {"csrf_token": token, "concern_summary": TYPED, "immediate_harm": "no"}
    return lambda: school.post(path, data=fields, headers={**SAME_ORIGIN, **headers})


def test_a_full_disk_is_told_in_plain_words_and_the_text_is_there(school, task, disk):
    post = send(school, task, task)
    disk.fill()
    answer = post()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Concord cannot save at the moment" in answer.text
    assert TYPED in answer.text
    assert "Send it again" in answer.text
    disk.empty()
    assert "There is a problem" in post().text
    assert TYPED in school.get(task).text


def test_an_autosave_on_a_full_disk_says_why_as_json(school, task, disk):
    post = send(school, f"{task}/draft", task, Accept="application/json")
    disk.fill()
    answer = post()
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.json["code"] == "service_unavailable"
    assert answer.json["detail"].startswith("Concord cannot save anything at the moment.")


def test_a_full_disk_logs_nobody_out(concord, school, task, disk):
    with concord.engine.open_unit_of_work() as work:
        long_ago = datetime(2026, 1, 1, tzinfo=UTC)
        work.session.execute(update(WebSession).values(seen_at=long_ago))
        work.commit()
    disk.fill()
    assert school.get(task).status_code == 200


def test_when_even_the_frame_of_a_page_fails_the_text_is_shown(concord, school, task):
    post = send(school, task, task)
    with concord.engine.database.engine.connect() as connection:
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        connection.execute(text("DROP TABLE task_candidate"))
        connection.commit()
    answer = post()
    assert answer.status_code == 503
    assert TYPED in answer.text
    assert "ring 999" in answer.text
