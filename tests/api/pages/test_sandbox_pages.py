"""Try it: the pages of a trial run, without a browser."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine.definitions.bundle import Bundle
from engine.persistence.cases import Case
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Partnership, RoleGrant
from engine.persistence.notifications import Delivery, Notification
from engine.queries.procedure_drafts import draft_files, load_draft
from engine.workshop.drafts import begin_draft, begin_draft_from_files
from engine.workshop.saving import save_files
from tests.support.app import ConcordApp, post_form

OFFICE = "berkshire-partnership"
STATE = re.compile(r'name="state" value="([^"]+)"')
BEGINNING = {
    "area": "reading",
    "person": "practitioner@reading-school.example",
    "at": "2026-09-07T10:00",
}
RAISE = {"element_id": "Task_S0_Raise", "way": "0"}
DISCUSS = "Task_S0_Discuss"
MANAGER = "line-manager@reading-school.example"


@dataclass
class Pages:
    """An editor's browser, on the page of a trial run."""

    client: FlaskClient
    begin: str
    run: str = ""

    def start(self, **given: str) -> TestResponse:
        answer = post_form(self.client, self.begin, {**BEGINNING, **given}, page=self.begin)
        self.run = answer.headers.get("Location", "")
        return answer

    def text(self, path: str = "") -> str:
        """Return a page of the run, or one that begins elsewhere."""
        is_whole = path.startswith(("/procedures", "/workshop"))
        answer = self.client.get(path if is_whole else self.run + path)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def send(self, path: str, **fields: Any) -> TestResponse:
        found = STATE.search(self.text())
        assert found
        sent = {"state": found[1], **fields}
        return post_form(self.client, self.run + path, sent, page=self.run)

    def raised(self) -> "Pages":
        self.start()
        self.send("/suggested", **RAISE)
        return self


@pytest.fixture
def version(concord: ConcordApp) -> int:
    with concord.engine.open_reading() as work:
        newest = select(ProcessDefinition.id).where(ProcessDefinition.edition == "2026-03-25")
        return work.session.scalars(newest).one()


@pytest.fixture
def pages(concord: ConcordApp, version: int) -> Pages:
    return Pages(concord.browser("editor", OFFICE), f"/procedures/{version}/try")


@pytest.fixture
def draft(concord: ConcordApp, version: int, pages: Pages) -> Any:
    draft_id = begin_draft(concord.engine, concord.actor("editor", OFFICE), version)
    pages.begin = f"/workshop/drafts/{draft_id}/try"
    return draft_id


def rewrite(concord: ConcordApp, draft: Any, old: bytes, new: bytes) -> None:
    actor = concord.actor("editor", OFFICE)
    with concord.engine.open_reading() as work:
        source = draft_files(work, actor, draft)["berkshire.bpmn"]
        revision = load_draft(work, actor, draft).revision
    assert old in source
    changes = {"berkshire.bpmn": source.replace(old, new)}
    save_files(concord.engine, actor, draft, changes, base_revision=revision)


def test_only_editors_try(concord: ConcordApp, pages: Pages):
    other = concord.browser("practitioner", "reading-school")
    assert other.get(pages.begin).status_code == 404
    pages.start()
    assert other.get(pages.run).status_code == 404
    assert concord.browser("administrator", OFFICE).get(pages.run).status_code == 404
    assert f'href="{pages.begin}"' in pages.text(pages.begin.removesuffix("/try"))


def test_the_page_says_that_nothing_is_real(pages: Pages):
    assert "plainly fictional" in pages.text(pages.begin)
    pages.start()
    assert "Nothing is sent, and no case is touched" in pages.text()


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"area": "atlantis"}, "Select where the child lives"),
        ({"person": "nobody@nowhere.example"}, "Select who raises"),
        ({"at": "soon"}, "Enter the date and the time"),
        ({"at": "1999-01-01T10:00"}, "on 1 January 2026 or later"),
        ({"at": "2026-03-29T01:30"}, "The clocks went forward"),
        ({"at": "9999-12-31T23:59"}, "before 1 January 2100"),
    ],
)
def test_what_is_wrong_at_the_beginning_is_told(pages: Pages, given, fault):
    answer = pages.start(**given)
    assert answer.status_code == 422
    assert fault in answer.get_data(as_text=True)


def test_a_time_that_was_emptied_stays_empty_beside_its_error(pages: Pages):
    page = pages.start(at="").get_data(as_text=True)
    assert "Enter the date and the time" in page
    assert not re.search(r'id="at"[^>]* value="\d', page)


def test_a_partnership_without_people_of_the_demonstration_gets_examples(
    concord: ConcordApp, pages: Pages, draft: Any
):
    assert "does not know your partnership" not in pages.text(pages.begin)
    files = elsewhere_files(concord, draft)
    with concord.engine.open_unit_of_work() as work:
        work.session.add(Partnership(key="elsewhere", name="Elsewhere"))
        work.session.flush()
        office = {"key": "elsewhere-office", "name": "Office", "sector": PARTNERSHIP_SECTOR}
        work.session.add(Agency(partnership_key="elsewhere", **office))
        work.session.flush()
        grant = {"role": "editor", "valid_from": concord.engine.clock.now()}
        person_id = concord.actor("editor", OFFICE).person_id
        work.session.add(RoleGrant(person_id=person_id, agency_key="elsewhere-office", **grant))
        work.commit()
    actor = concord.actor("editor", OFFICE)
    draft_id = begin_draft_from_files(concord.engine, actor, Bundle(files), "Elsewhere")
    pages.begin = f"/workshop/drafts/{draft_id}/try"
    assert "does not know your partnership" in pages.text(pages.begin)
    pages.start(area="example-area", person="practitioner@example-school.example")
    pages.send("/suggested", **RAISE)
    pages.send("/clock", by="limit")
    assert "the line managers of Example School and Example Council" in pages.text()


def elsewhere_files(concord: ConcordApp, draft: Any) -> dict[str, bytes]:
    """Return Berkshire's files as another partnership's procedure."""
    with concord.engine.open_reading() as work:
        files = dict(draft_files(work, concord.actor("editor", OFFICE), draft))
    for path in ("procedure.toml", "berkshire.bpmn"):
        words = files[path].replace(b"berkshire_escalation", b"elsewhere_escalation")
        files[path] = words.replace(b'partnership = "berkshire"', b'partnership = "elsewhere"')
    return files


def test_a_run_leaves_the_real_store_alone(concord: ConcordApp, pages: Pages):
    pages.raised()
    pages.send("/any-time", message="ImmediateDanger", person=BEGINNING["person"])
    pages.send("/clock", by="limit")
    with concord.engine.open_reading() as work:
        for table in (Case, Notification, Delivery):
            assert work.session.scalar(select(func.count()).select_from(table)) == 0


def test_the_next_limit_passes_and_those_who_would_be_told_are_named(pages: Pages):
    pages.raised()
    assert "“1 working day”, Tue 8 Sep, 10:00" in pages.text()
    pages.send("/clock", by="limit")
    page = pages.text()
    assert "Tuesday 8 September 2026, 10:00" in page
    assert "the line managers of Reading School and Reading Council" in page
    assert "Between practitioners" in page
    assert 'data-diagram-states="{&#34;' in page
    assert pages.client.get(pages.run + "/diagrams/berkshire.bpmn").mimetype == "application/xml"
    assert pages.client.get(pages.run + "/diagrams/other.bpmn").status_code == 404


@pytest.mark.parametrize(
    ("by", "shows"),
    [
        ({"by": "24"}, "Tuesday 8 September 2026, 10:00"),
        ({"by": "working-day"}, "Tuesday 8 September 2026, 10:00"),
        ({"to": "2026-09-07T11:30"}, "Monday 7 September 2026, 11:30"),
        ({"to": ""}, "Enter a date and a time"),
        ({"to": "2026-09-07T09:00"}, "The clock moves forward only"),
    ],
)
def test_the_clock_goes_where_one_wants(pages: Pages, by, shows):
    pages.raised()
    pages.send("/clock", **by)
    assert shows in pages.text()


def test_the_form_says_what_is_wrong_as_staff_see_it(pages: Pages):
    pages.raised()
    pages.send("/clock", by="limit")
    path = "/steps/Task_S1_Contact"
    assert "as the line manager of Reading Council" in pages.text(path)
    assert "as the line manager of Reading School" in pages.text(f"{path}?as={MANAGER}")
    answer = pages.send(path, **{"as": MANAGER})
    assert answer.status_code == 422
    assert "Enter the date and time of the contact" in answer.get_data(as_text=True)
    typed = {"as": MANAGER, "raising_view": "Mr Kowalski moved in."}
    assert "Mr Kowalski moved in." in pages.send(path, **typed).get_data(as_text=True)


def test_suggested_answers_can_be_changed_in_the_form_first(pages: Pages):
    pages.raised()
    page = pages.text("/steps/Task_S0_Discuss?way=0")
    assert "These are suggested answers" in page
    assert re.search(r'name="s0_outcome"[^>]* checked', page)


def test_a_step_that_is_not_open_leads_back_to_the_run(pages: Pages):
    pages.start()
    answer = pages.client.get(pages.run + "/steps/Task_S4_Meeting")
    assert answer.headers["Location"] == pages.run
    assert "gone on in another window" in pages.text()


def test_one_goes_back_to_before_a_step(pages: Pages):
    pages.raised()
    pages.send("/clock", by="limit")
    pages.send("/back", number="2")
    page = pages.text()
    assert "Back to before step 2." in page
    assert "Monday 7 September 2026, 10:00" in page
    pages.send("/back", number="x")
    assert "There is no such step" in pages.text()


def test_an_old_page_does_nothing(pages: Pages):
    pages.raised()
    for path in ("/clock", "/any-time", "/back", "/suggested"):
        pages.send(path, state="old", by="24", number="1")
        assert "gone on in another window" in pages.text()
    assert "Monday 7 September 2026, 10:00" in pages.text()


def test_numbers_beyond_all_bounds_are_no_numbers(pages: Pages):
    pages.raised()
    many = "9" * 5_000
    pages.send("/back", number=many)
    assert "There is no such step" in pages.text()
    for fields in ({"way": "-1"}, {"number": "-1"}):
        pages.send("/suggested", **{**RAISE, "element_id": DISCUSS, **fields})
        assert ": step 2</span>" not in pages.text()
    assert "Type no real names" in pages.text(f"/steps/{DISCUSS}?way={many}&number={many}")
    pages.send("/suggested", element_id=DISCUSS, number=many, way=many)
    assert ": step 2</span>" in pages.text()


def test_an_hour_that_exists_twice_can_be_passed_twice(pages: Pages):
    pages.start(at="2026-10-24T16:00")
    pages.send("/suggested", **RAISE)
    for wall in ("2026-10-25T01:30", "2026-10-25T01:15", "2026-10-25T01:45"):
        pages.send("/clock", to=wall)
        assert "The clock moves forward only" not in pages.text()
    pages.send("/clock", by="24")
    assert "Monday 26 October 2026, 01:45" in pages.text()


def test_a_page_of_before_the_newest_revision_does_nothing(
    concord: ConcordApp, pages: Pages, draft: Any
):
    pages.raised()
    found = STATE.search(pages.text())
    assert found
    rewrite(concord, draft, b">PT24H<", b">PT12H<")
    pages.send("/newest")
    pages.send("/clock", state=found[1], by="24")
    assert "gone on in another window" in pages.text()


def test_a_case_can_be_closed_and_another_agency_can_come_in(pages: Pages):
    pages.raised()
    assert "Berkshire Health" in pages.text("/agencies")
    pages.send("/agencies", leaving="reading-council", joining="berkshire-health")
    assert "practitioner of Berkshire Health" in pages.text()
    assert pages.send("/closing", person=BEGINNING["person"]).status_code == 422
    said = {
        "close_reason": "raised_in_error",
        "still_at_risk": "no",
        "close_words": "Raised twice.",
    }
    pages.send("/closing", person=BEGINNING["person"], **said)
    assert "The case has ended: Raised in error." in pages.text()


def test_a_run_of_a_version_is_downloaded_as_a_scenario(pages: Pages):
    pages.raised()
    assert "Enter a title" in pages.send("/scenario", title="").get_data(as_text=True)
    assert "complete: Task_S0_Raise" in pages.send(
        "/scenario", title="Raised", look="yes"
    ).get_data(as_text=True)
    answer = pages.send("/scenario", title="It is raised")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="it-is-raised.yaml"'
    assert answer.get_data(as_text=True).startswith('title: "It is raised"')


def test_a_run_of_a_draft_is_saved_in_the_draft(concord: ConcordApp, pages: Pages, draft: Any):
    pages.raised()
    pages.send("/scenario", title="It is raised")
    assert "Saved in the draft as scenarios/it-is-raised.yaml, revision 2." in pages.text()
    with concord.engine.open_reading() as work:
        files = draft_files(work, concord.actor("editor", OFFICE), draft)
    assert files["scenarios/it-is-raised.yaml"].startswith(b'title: "It is raised"')
    again = pages.send("/scenario", title="It is raised")
    assert "has a scenario of this name already" in again.get_data(as_text=True)


def test_the_same_steps_are_done_on_the_draft_as_it_is_now(
    concord: ConcordApp, pages: Pages, draft: Any
):
    pages.raised()
    pages.send("/clock", by="limit")
    rewrite(concord, draft, b">PT24H<", b">PT12H<")
    assert "The draft has been saved since this run began" in pages.text()
    pages.send("/newest")
    page = pages.text()
    assert "The same steps were done on revision 2" in page
    assert "Due today, Tue 8 Sep, 22:00" in page


def test_errors_stand_in_the_place_of_a_run(concord: ConcordApp, pages: Pages, draft: Any):
    rewrite(concord, draft, b">PT24H<", b">24h<")
    page = pages.text(pages.begin)
    assert "It cannot be tried yet" in page
    assert "“24h” is not a duration" in page
    assert pages.start().status_code == 422


def test_what_goes_wrong_is_told_at_its_element(concord: ConcordApp, pages: Pages, draft: Any):
    rewrite(concord, draft, b">PT24H<", b">=case_reference<")
    pages.raised()
    pages.send("/clock", by="limit")
    page = pages.text()
    assert "The procedure could not go on at “24 hours”." in page
    assert "Timer_S1_24h" in page


def test_a_run_is_removed(pages: Pages):
    pages.raised()
    assert "Begun on Monday 7 September 2026, 10:00, 1 step" in pages.text(pages.begin)
    answer = pages.send("/end")
    assert answer.headers["Location"] == pages.begin
    assert pages.client.get(pages.run).status_code == 404
