"""Who to contact, as a page and for programs."""

from engine.runtime.directory import add_person, grant_role

SCHOOL = ("practitioner", "reading-school")


def test_the_navigation_leads_to_the_contacts_which_begin_with_999(concord):
    browser = concord.browser(*SCHOOL)
    assert 'href="/contacts"' in browser.get("/inbox").text
    page = browser.get("/contacts").text
    assert page.index("ring 999") < page.index("<h1")
    assert 'href="/contacts?agency=reading-school"' in page


def test_an_area_shows_its_social_care_and_the_agencies_of_its_partnership(concord):
    page = concord.browser(*SCHOOL).get("/contacts?area=barnsley").text
    assert "Children’s Social Care in Barnsley (demo)" in page
    assert "agency=barnsley-health" in page
    assert "agency=reading-council" not in page


def test_an_agency_is_found_by_a_part_of_its_name(concord):
    page = concord.browser(*SCHOOL).get("/contacts?name=police").text
    assert "agency=thames-police" in page
    assert "agency=reading-council" not in page
    assert "No agency was found" in concord.browser(*SCHOOL).get("/contacts?name=zzz").text


def test_the_people_of_an_agency_have_telephone_and_mail_links(concord):
    page = concord.browser(*SCHOOL).get("/contacts?agency=thames-police").text
    assert page.index("ring 999") < page.index("<h1")
    assert 'href="mailto:line-manager@thames-police.example"' in page
    assert 'href="tel:07700900' in page
    assert "The control room answers day and night" in page


def test_many_people_of_one_role_stand_on_a_page_of_their_own(concord):
    for number in range(30):
        email = f"social-worker-{number}@reading-council.example"
        add_person(concord.engine, email=email, name=f"Social worker {number:02d} (demo)")
        grant_role(concord.engine, email=email, agency_key="reading-council", role="practitioner")
    browser = concord.browser(*SCHOOL)
    page = browser.get("/contacts?agency=reading-council").text
    assert page.count("mailto:social-worker-") < 30
    assert "All 31 people in this role" in page
    whole = browser.get("/contacts?agency=reading-council&role=practitioner").text
    assert whole.count("mailto:social-worker-") == 30
    assert "line-manager@reading-council.example" not in whole


def test_an_agency_that_is_not_there_is_not_found(concord):
    browser, program = concord.browser(*SCHOOL), concord.api(*SCHOOL)
    assert browser.get("/contacts?agency=nowhere").status_code == 404
    assert program.get("/contacts?agency=nowhere").status_code == 404
    assert program.get("/contacts").status_code == 422
    assert browser.get("/contacts?agency=%00&name=%00&area=%00").status_code == 200


def test_programs_read_the_same(concord):
    program = concord.api(*SCHOOL)
    found = program.get("/agencies?name=thames").json["items"]
    assert [agency["key"] for agency in found] == ["thames-police"]
    police = program.get("/contacts?agency=thames-police&role=line-manager").json
    assert police["telephone"].startswith("01632 960")
    (manager,) = police["people"]
    assert manager == {
        "person_id": concord.actor("line-manager", "thames-police").person_id,
        "name": "Line manager, Thames Police (demo)",
        "role": "line-manager",
        "telephone": manager["telephone"],
        "email": "line-manager@thames-police.example",
        "deputy_for": None,
        "away_until": None,
    }
    assert program.get("/agencies?area=atlantis").status_code == 404
    first = program.get("/agencies?area=reading&limit=2").json
    second = program.get(f"/agencies?area=reading&limit=2&cursor={first['next_cursor']}").json
    assert len({one["key"] for one in (*first["items"], *second["items"])}) == 4
