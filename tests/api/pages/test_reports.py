"""The manager's report as a page and as files."""

from datetime import timedelta

import pytest

from engine.reports.keeping import keep_facts

OFFICE = ("business-manager", "berkshire-partnership")


@pytest.fixture
def raised(concord):
    """Return the app with one case that the report counts."""
    concord.raise_case()
    assert keep_facts(concord.engine) == 1
    return concord


def this_quarter(concord):
    now = concord.engine.clock.now()
    return f"{now.year}-{(now.month - 1) // 3 * 3 + 1:02}"


@pytest.mark.parametrize("role", ["business-manager", "administrator"])
def test_the_report_shows_every_figure_with_its_definition(raised, role):
    page = raised.browser(role, OFFICE[1]).get(f"/reports?quarter={this_quarter(raised)}")
    words = page.get_data(as_text=True)
    assert page.status_code == 200
    assert words.count("concord-report__definition") == 21
    assert "Berkshire demonstration" in words
    assert "<td" in words
    assert "the period is not over yet" in words


def test_without_a_period_it_is_the_last_quarter(raised):
    page = raised.browser(*OFFICE).get("/reports").get_data(as_text=True)
    assert "the period is not over yet" not in page
    assert "No version of a procedure was in force in the period." in page


def test_outside_it_says_how_numbers_are_hidden(raised):
    address = f"/reports?numbers=outside&quarter={this_quarter(raised)}"
    raised.engine.clock.set(raised.engine.clock.now() + timedelta(days=92))
    words = raised.browser(*OFFICE).get(address).get_data(as_text=True)
    assert "This version may leave the partnership" in words
    assert "fewer than 5" in words


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("quarter=soon", "A quarter is written like 2026-07."),
        ("span=decade", "The span is a quarter or a year."),
        ("numbers=all", "The numbers are for"),
        ("span=year&numbers=outside&quarter=2026-04", "ends in March"),
        ("quarter=2090-01", "has not begun yet"),
        ("quarter=THIS&numbers=outside", "is not over yet"),
    ],
)
def test_what_cannot_be_shown_is_said_in_words(raised, asked, problem):
    page = raised.browser(*OFFICE).get(f"/reports?{asked.replace('THIS', this_quarter(raised))}")
    words = page.get_data(as_text=True)
    assert problem in words
    assert "There is no such report" in words


def test_others_find_no_report(raised):
    for person in (("practitioner", "reading-school"), ("editor", "berkshire-partnership")):
        browser = raised.browser(*person)
        for address in ("/reports", "/reports/report.csv", "/reports/report.pdf"):
            assert browser.get(address).status_code == 404


def test_a_manager_of_another_partnership_finds_only_their_own(raised):
    browser = raised.browser("business-manager", "tees-partnership")
    assert browser.get("/reports?partnership=berkshire").status_code == 404
    assert "Tees" in browser.get("/reports").get_data(as_text=True)


def test_the_table_is_a_file(raised):
    answer = raised.browser(*OFFICE).get(f"/reports/report.csv?quarter={this_quarter(raised)}")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ",Raised,Cases,1," in answer.get_data(as_text=True)


def test_the_paper_is_a_pdf(raised):
    answer = raised.browser(*OFFICE).get(f"/reports/report.pdf?quarter={this_quarter(raised)}")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
