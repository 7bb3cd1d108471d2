"""The list of process instances: diagram with counts, filters, file, and the way to an act."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from engine.persistence.instances import ProcessInstance
from tests.support.app import post_form

ADMINISTRATOR = ("administrator", "berkshire-partnership")
LIST = "/operations/instances"


@pytest.fixture
def browser(concord):
    return concord.browser(*ADMINISTRATOR)


@pytest.fixture
def raised(concord):
    """A case that waits for the discussion; return the id of its instance."""
    concord.raise_case()
    with concord.engine.open_reading() as work:
        return work.session.scalars(select(ProcessInstance.id)).one()


def test_the_list_is_for_administrators_alone(concord, raised):
    for path in (LIST, f"{LIST}.csv", f"{LIST}/act", f"{LIST}/filters"):
        for role in (("line-manager", "reading-school"), ("editor", "berkshire-partnership")):
            assert concord.browser(*role).get(path).status_code == 404
    page = concord.browser("administrator", "tees-partnership").get(LIST)
    assert str(raised) not in page.get_data(as_text=True)


def test_the_diagram_counts_what_is_open_and_leads_to_it(browser, raised):
    page = browser.get(f"{LIST}?procedure=berkshire_escalation").get_data(as_text=True)
    assert f"{LIST}/{raised}" in page
    assert "1 process instance<" in page
    assert "in progress, 1 open" in page
    link = "procedure=berkshire_escalation:2&amp;element=Task_S0_Discuss"
    assert link in page.replace("%3A", ":")
    at_it = browser.get(f"{LIST}?element=Task_S0_Discuss").get_data(as_text=True)
    assert str(raised) in at_it
    elsewhere = browser.get(f"{LIST}?element=Task_S2_Contact").get_data(as_text=True)
    assert "Nothing fits these filters" in elsewhere


def test_what_cannot_be_is_said_and_the_rest_is_kept(browser, raised):
    answer = browser.get(f"{LIST}?state=any&older=soon&agency=reading-school")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "takes a whole number" in page
    assert 'value="soon"' in page
    assert str(raised) in page
    assert browser.get(f"{LIST}?page=nonsense").status_code == 422
    assert browser.get(f"{LIST}?reference=%3F").status_code == 422


def test_all_that_fits_is_a_file(browser, raised):
    answer = browser.get(f"{LIST}.csv?state=any")
    assert answer.headers["Content-Type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.get_data(as_text=True)))
    assert (row["process_instance_id"], row["state"]) == (str(raised), "active")
    assert (row["stands_at"], row["is_overdue"]) == ("Task_S0_Discuss", "no")
    assert "reading" not in answer.get_data(as_text=True)
    empty = browser.get(f"{LIST}.csv?state=ended").get_data(as_text=True)
    assert len(empty.splitlines()) == 1
    assert browser.get(f"{LIST}.csv?reference=%3F").status_code == 422


def test_the_chosen_ones_or_all_that_fit_are_taken_to_an_act(browser, raised):
    chosen = browser.get(f"{LIST}/act?kind=suspend&instance={raised}")
    assert chosen.headers["Location"] == f"/operations/acts/suspend?instance={raised}"
    everything = browser.get(
        f"{LIST}/act", query_string={"kind": "suspend", "all": "yes", "filter": "overdue=yes"}
    )
    place = urlsplit(everything.headers["Location"])
    assert parse_qs(place.query) == {"fitting": ["overdue=yes"]}
    for query in ("kind=suspend", f"instance={raised}", f"kind=no&instance={raised}"):
        refused = browser.get(f"{LIST}/act?{query}")
        assert refused.status_code == 422
        assert "There is a problem" in refused.get_data(as_text=True)


def test_a_filter_is_kept_renamed_deleted_and_brought_back(browser, raised):
    query = {"query": "state=any&overdue=yes"}
    saved = post_form(browser, f"{LIST}/filters", {"name": "Late", **query})
    assert saved.headers["Location"] == f"{LIST}?state=any&overdue=yes"
    page = browser.get(LIST).get_data(as_text=True)
    assert ">Late</a>" in page
    assert ">Late</a>" not in browser.get("/inbox").get_data(as_text=True)
    assert post_form(browser, f"{LIST}/filters", {"name": "late", **query}).status_code == 422
    post_form(browser, f"{LIST}/filters/1", {"name": "Overdue"})
    deleted = post_form(browser, f"{LIST}/filters/1/delete", {})
    after = browser.get(deleted.headers["Location"]).get_data(as_text=True)
    assert "“Overdue” is deleted." in after
    post_form(browser, f"{LIST}/filters", {"name": "Overdue", "undo": "yes", **query})
    assert ">Overdue</a>" in browser.get(f"{LIST}/filters").get_data(as_text=True)
