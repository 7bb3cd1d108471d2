"""The directory's pages: what an administrator does there, and what is said when it cannot be."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from tests.support.app import csrf_token, post_form

OFFICE = ("administrator", "berkshire-partnership")
HOME = "/operations/directory"
HEADER = "kind;key;name;sector;email;agency;role;until\r\n"
GOOD = HEADER + (
    "agency;hill-school;Hill School;education;;;;\r\n"
    "person;;Ada Example;;ada@hill-school.example;hill-school;practitioner;\r\n"
    "person;;;;practitioner@reading-council.example;reading-council;practitioner;01/01/2020\r\n"
)


@pytest.fixture
def browser(concord):
    return concord.browser(*OFFICE)


def person_path(concord, role, agency):
    return f"{HOME}/people/{concord.actor(role, agency).person_id}"


def send(browser, path, **fields):
    return post_form(browser, path, fields, page=path)


def upload(browser, content):
    data = {
        "csrf_token": csrf_token(browser, f"{HOME}/import"),
        "file": (BytesIO(content.encode("utf-8-sig")), "people.csv"),
    }
    return browser.post(f"{HOME}/import", data=data, content_type="multipart/form-data")


def test_everything_is_reached_from_the_first_page(browser):
    page = browser.get(HOME).text
    for path in ("people", "agencies", "roles", "import", "new-area", "areas/reading"):
        assert f'href="{HOME}/{path}"' in page
        assert browser.get(f"{HOME}/{path}").status_code == 200


def test_it_is_not_there_for_others(concord):
    browser = concord.browser("business-manager", "berkshire-partnership")
    for path in ("", "/people", "/agencies", "/import", "/changes", "/roles"):
        assert browser.get(f"{HOME}{path}").status_code == 404


def test_an_agency_is_added_and_a_person_gets_a_role_there(browser):
    new = {"key": "hill-school", "name": "Hill School", "partnership": "berkshire"}
    refused = send(browser, f"{HOME}/new-agency", **new)
    assert refused.status_code == 422
    assert 'value="Hill School"' in refused.text
    added = send(browser, f"{HOME}/new-agency", **new, sector="education")
    assert added.headers["Location"] == f"{HOME}/agencies/hill-school"
    role = {"email": "ada@x.example", "name": "Ada", "role": "practitioner"}
    nowhere = send(browser, f"{HOME}/new-person", **role)
    assert "Choose an agency" in nowhere.text
    wrong_day = {**role, "agency": "hill-school", "until-day": "40", "until-month": "1"}
    assert "must be a day" in send(browser, f"{HOME}/new-person", **wrong_day).text
    given = send(browser, f"{HOME}/new-person", **role, agency="hill-school")
    assert given.status_code == 302
    page = browser.get(given.headers["Location"]).text
    assert "Hill School" in page
    assert "Has no password yet" in page
    assert "Ada came in as practitioner of Hill School." in browser.get(f"{HOME}/changes").text


def test_an_area_gets_another_edition(browser):
    options = re.findall(
        r'value="([^"|]+\|[^"|]+\|[^"]+)"', browser.get(f"{HOME}/areas/reading").text
    )
    older = next(option for option in options if option.endswith("2024-05-24"))
    saved = send(browser, f"{HOME}/areas/reading", name="Reading", edition=older)
    assert saved.status_code == 302
    assert "Running cases keep theirs" in browser.get(HOME).text
    assert send(browser, f"{HOME}/areas/reading", name="", edition=older).status_code == 422


def test_a_role_ends_after_a_day_or_now(concord, browser):
    path = person_path(concord, "practitioner", "reading-school")
    (role,) = set(re.findall(rf"{path}/roles/\d+", browser.get(path).text))
    for fields, says in (
        ({}, "Choose when the role ends"),
        ({"when": "day"}, "Enter the last day"),
        ({"when": "now"}, "Say why"),
    ):
        answer = send(browser, role, **fields)
        assert answer.status_code == 422
        assert says in answer.text
    day = concord.engine.clock.now() + timedelta(days=3)
    until = {"until-day": day.day, "until-month": day.month, "until-year": day.year}
    assert send(browser, role, when="day", reason="Moves", **until).status_code == 302
    assert "and no longer" in browser.get(path).text
    assert send(browser, role, when="now", reason="Moved").status_code == 302
    assert "Earlier roles" in browser.get(path).text


def test_the_last_administrator_stays(concord, browser):
    path = person_path(concord, *OFFICE)
    answer = send(browser, f"{path}/leaving", reason="Tired", log_in="yes")
    assert answer.status_code == 422
    assert "last administrator" in answer.text


def test_somebody_leaves_and_comes_back(concord, browser):
    concord.raise_case()
    path = person_path(concord, "practitioner", "reading-school")
    page = browser.get(f"{path}/leaving").text
    assert "BRK-" in page
    assert "next level is asked" in page
    assert send(browser, f"{path}/leaving").status_code == 422
    assert send(browser, f"{path}/leaving", reason="Retired", log_in="yes").status_code == 302
    assert "Cannot log in" in browser.get(path).text
    assert "practitioner" in browser.get(f"{HOME}/people?show=left").text.lower()
    assert send(browser, f"{path}/return").status_code == 422
    assert send(browser, f"{path}/return", reason="Back").status_code == 302
    assert "Cannot log in" not in browser.get(path).text


def test_another_address_is_saved_and_one_that_is_taken_is_not(concord, browser):
    path = f"{person_path(concord, 'practitioner', 'reading-school')}/details"
    taken = "line-manager@reading-school.example"
    refused = send(browser, path, name="Ada", email=taken)
    assert refused.status_code == 422
    assert "somebody else’s" in refused.text
    assert send(browser, path, name="Ada", email="ada@x.example").status_code == 302
    assert "ada@x.example" in browser.get(f"{HOME}/people?name=ada").text
    number = "0118 496 0123"
    assert send(browser, path, name="Ada", email="ada@x.example", telephone=number).location
    assert number in browser.get(path.removesuffix("/details")).text
    assert send(browser, path, name="Ada", email="ada@x.example", telephone="").location
    assert number not in browser.get(path).text


def test_a_file_is_shown_and_brought_in_with_a_reason(concord, browser):
    shown = upload(browser, GOOD)
    assert shown.status_code == 200
    for title in ("Added: 2", "Ended: 1"):
        assert title in shown.text
    assert concord.actor("practitioner", "reading-council").groups
    digest = re.search(r'name="digest" value="(\w+)"', shown.text)[1]
    sent = {"content": GOOD, "digest": digest}
    why = send(browser, f"{HOME}/import", **sent)
    assert why.status_code == 422
    assert "Say why" in why.text
    done = send(browser, f"{HOME}/import", **sent, reason="Autumn")
    assert done.headers["Location"] == HOME
    assert "Brought in: 3 changes." in browser.get(HOME).text
    again = send(browser, f"{HOME}/import", **sent, reason="Autumn")
    assert again.status_code == 422
    assert "has changed since" in again.text


def test_every_wrong_row_is_named_and_nothing_can_be_brought_in(browser):
    page = upload(browser, GOOD.replace("practitioner;", "wizard;"))
    assert page.status_code == 200
    assert "Bring it in" not in page.text
    assert page.text.count("is no role") == 2
    assert upload(browser, "nothing").status_code == 422
    assert upload(browser, "").status_code == 422


def test_a_link_gives_a_password_once(concord, browser):
    path = person_path(concord, "practitioner", "reading-school")
    page = post_form(browser, f"{path}/invitation", {}, page=path)
    link = re.search(r"<code>https?://[^/]+(/invitation/[^<]+)</code>", page.text)[1]
    guest = concord.browser()
    assert "Choose a password" in guest.get(link).text
    short = {"password": "short", "again": "short"}
    assert send(guest, link, **short).status_code == 422
    other = {"password": "three long words", "again": "four long words"}
    assert "the same twice" in send(guest, link, **other).text
    chosen = {"password": "three long words", "again": "three long words"}
    token = csrf_token(guest, link)
    assert guest.post(link, data={"csrf_token": token, **chosen}).status_code == 302
    email = "practitioner@reading-school.example"
    logged_in = post_form(guest, "/login", {"email": email, "password": chosen["password"]})
    assert logged_in.status_code == 302
    other_guest = concord.browser()
    assert other_guest.get(link).status_code == 410
    assert other_guest.get("/invitation/nonsense").status_code == 410
    assert send(other_guest, "/login").status_code in {200, 302}
    used = other_guest.post(link, data={"csrf_token": csrf_token(other_guest), **chosen})
    assert used.status_code == 422


def test_a_procedure_says_to_its_administrators_which_roles_nobody_holds(concord, browser):
    path = re.findall(r"/procedures/\d+", browser.get(f"{HOME}/roles").text)[0]
    before = browser.get(path).text
    leaver = person_path(concord, "business-manager", "berkshire-partnership")
    send(browser, f"{leaver}/leaving", reason="Retired", log_in="yes")
    after = browser.get(path).text
    assert "Roles that nobody holds" in after
    assert after.count("business-manager") > before.count("business-manager")
    others = concord.browser("practitioner", "reading-school")
    assert "Roles that nobody holds" not in others.get(path).text
