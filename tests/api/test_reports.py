"""The manager's report over the API."""

from datetime import timedelta

import pytest

from engine.reports.keeping import keep_facts

OFFICE = ("business-manager", "berkshire-partnership")


@pytest.fixture
def raised(concord):
    """Return the app with one case that the report counts."""
    concord.raise_case()
    keep_facts(concord.engine)
    return concord


def this_quarter(concord):
    now = concord.engine.clock.now()
    return f"{now.year}-{(now.month - 1) // 3 * 3 + 1:02}"


def test_it_lists_the_partnerships(raised):
    answer = raised.api(*OFFICE).get("/reports")
    assert answer.json == [{"key": "berkshire", "name": "Berkshire demonstration"}]


def test_figures_have_definitions_and_numbers(raised):
    body = raised.api(*OFFICE).get(f"/reports/berkshire?quarter={this_quarter(raised)}").json
    assert body["is_complete"] is True
    assert sorted(one["cases_raised"] for one in body["versions"]) == ["0", "1"]
    (cases,) = (figure for figure in body["figures"] if figure["key"] == "cases")
    assert cases["definition"].startswith("Raised: ")
    assert cases["rows"][0]["cells"][0] == {"measure": "Cases", "text": "1", "number": 1}


def test_outside_a_small_number_is_null(raised):
    quarter = this_quarter(raised)
    raised.engine.clock.set(raised.engine.clock.now() + timedelta(days=92))
    address = f"/reports/berkshire?quarter={quarter}&numbers=outside"
    body = raised.api(*OFFICE).get(address).json
    assert body["versions"][0]["cases_raised"] == "fewer than 5"
    cell = body["figures"][0]["rows"][0]["cells"][0]
    assert cell == {"measure": "Cases", "text": "fewer than 5", "number": None}


def test_a_case_that_changed_since_is_told(raised):
    raised.raise_case()
    body = raised.api(*OFFICE).get("/reports/berkshire").json
    assert body["is_complete"] is False


def test_files(raised):
    api = raised.api(*OFFICE)
    assert api.get("/reports/berkshire.csv").mimetype == "text/csv"
    assert api.get("/reports/berkshire.pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("person", "path", "status"),
    [
        (OFFICE, "/reports/tees", 404),
        (OFFICE, "/reports/nowhere.csv", 404),
        (OFFICE, "/reports/berkshire?quarter=2026-02", 422),
        (OFFICE, "/reports/berkshire?span=decade", 422),
        (("practitioner", "reading-school"), "/reports", 404),
    ],
)
def test_refusals(raised, person, path, status):
    assert raised.api(*person).get(path).status_code == status
