from datetime import timedelta

from sqlalchemy import select

from api.session_store import ABSOLUTE, IDLE, NOTED_EVERY, SessionStore
from engine.persistence.web_sessions import WebSession
from tests.support.app import csrf_token, post_form
from tests.support.clock import FakeClock

SOMEBODY = {"_user_id": "account", "text": "what was typed"}


def store_on(concord, clock=None):
    return SessionStore(concord.engine, clock or FakeClock())


def read(store, session_id):
    with store.engine.open_reading() as work:
        return store.read(work, session_id)


def rows(concord):
    with concord.engine.open_reading() as work:
        return work.session.scalars(select(WebSession)).all()


def test_a_session_gives_back_what_it_holds(concord):
    store = store_on(concord)
    store.add("id", SOMEBODY)
    assert read(store, "id") == SOMEBODY


def test_the_table_holds_neither_the_id_nor_what_was_typed(concord):
    store_on(concord).add("the id", SOMEBODY)
    (row,) = rows(concord)
    assert "the id" not in row.id_hash
    assert b"typed" not in row.data


def test_a_session_ends_when_nothing_comes_for_long(concord):
    clock = FakeClock()
    store = store_on(concord, clock)
    store.add("id", SOMEBODY)
    clock.advance(IDLE - timedelta(seconds=1))
    assert read(store, "id")
    clock.advance(IDLE)
    assert read(store, "id") is None


def test_a_request_moves_the_idle_limit(concord):
    clock = FakeClock()
    store = store_on(concord, clock)
    store.add("id", SOMEBODY)
    clock.advance(IDLE - NOTED_EVERY)
    read(store, "id")
    clock.advance(NOTED_EVERY * 2)
    assert read(store, "id")


def test_no_session_outlives_the_absolute_limit(concord):
    clock = FakeClock()
    store = store_on(concord, clock)
    store.add("id", SOMEBODY)
    for _ in range(ABSOLUTE // timedelta(hours=4) - 1):
        clock.advance(timedelta(hours=4))
        assert read(store, "id")
    clock.advance(timedelta(hours=4))
    assert read(store, "id") is None


def test_a_session_that_was_ended_is_not_brought_back_by_a_late_request(concord):
    store = store_on(concord)
    store.add("id", SOMEBODY)
    store.end("id")
    store.replace("id", SOMEBODY)
    assert read(store, "id") is None


def test_ended_sessions_are_cleared_away(concord):
    clock = FakeClock()
    store = store_on(concord, clock)
    store.add("old", SOMEBODY)
    clock.advance(ABSOLUTE)
    store.add("new", SOMEBODY)
    assert len(rows(concord)) == 1


def test_all_other_sessions_of_a_person_end_at_once(concord):
    store = store_on(concord)
    for session_id in ("this one", "another", "a third"):
        store.add(session_id, SOMEBODY)
    store.add("a stranger's", {"_user_id": "somebody else"})
    assert store.end_all("account", keep="this one") == 2
    assert read(store, "this one")
    assert read(store, "another") is None
    assert read(store, "a stranger's")


def test_log_out_ends_the_session_on_the_server(concord):
    browser = concord.browser("practitioner", "reading-school")
    stolen = browser.get_cookie("session").value
    post_form(browser, "/logout", {}, page="/inbox")
    thief = concord.browser()
    thief.set_cookie("session", stolen)
    assert thief.get("/inbox").status_code == 302


def test_the_id_from_before_the_log_in_is_worth_nothing(concord):
    browser = concord.browser()
    browser.get("/login")
    planted = browser.get_cookie("session").value
    post_form(browser, "/demo/login", {"email": "practitioner@reading-school.example"})
    assert browser.get_cookie("session").value != planted
    other = concord.browser()
    other.set_cookie("session", planted)
    assert other.get("/inbox").status_code == 302


def test_a_person_ends_their_sessions_in_other_browsers(concord):
    here = concord.browser("practitioner", "reading-school")
    elsewhere = concord.browser("practitioner", "reading-school")
    assert post_form(here, "/account/sessions/end", {}, page="/inbox").status_code == 302
    assert here.get("/inbox").status_code == 200
    assert elsewhere.get("/inbox").status_code == 302


def test_reading_a_page_again_writes_no_session(concord):
    browser = concord.browser("practitioner", "reading-school")
    browser.get("/inbox")
    before = [(row.id_hash, row.seen_at, row.data) for row in rows(concord)]
    browser.get("/inbox")
    assert [(row.id_hash, row.seen_at, row.data) for row in rows(concord)] == before


def test_moving_the_demonstrations_clock_logs_nobody_out(concord):
    browser = concord.browser("practitioner", "reading-school")
    token = csrf_token(browser, "/inbox")
    browser.post("/demo/clock/move", data={"csrf_token": token, "by": "48"})
    assert browser.get("/inbox").status_code == 200
