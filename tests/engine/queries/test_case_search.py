"""A case is found by its reference, or by what somebody remembers of it."""

import pytest

from engine.errors import InputRefusedError
from engine.persistence.cases import ReferenceCounter
from engine.queries.case_search import find_cases
from tests.support.case_rows import START, CaseRows, group
from tests.support.directory import demo_actor

SCHOOL = group("practitioner", "reading-school")
REFERENCES = ("BRK-2026-000123", "BRK-2025-000123", "TEE-2026-000123", "BRK-2026-000007")


@pytest.fixture
def search(rows):
    """Return what finds references; the case of a fourth number has not reached the reader."""
    cases = [CaseRows(rows.engine, reference=reference) for reference in REFERENCES]
    for case in cases[:3]:
        case.open_to(SCHOOL)
    counters = {("BRK", 2026): 200, ("BRK", 2025): 200, ("TEE", 2026): 150}
    for (prefix, year), last in counters.items():
        rows.write(ReferenceCounter(prefix=prefix, year=year, last=last))
    actor = demo_actor(rows.engine, "practitioner", "reading-school")

    def find(typed):
        with rows.engine.open_reading() as work:
            return sorted(case.reference for case in find_cases(rows.engine, work, actor, typed))

    return find


@pytest.mark.parametrize(
    "typed",
    [
        "BRK-2026-000123",
        "brk-2026-000123",
        "  BRK 2026 000123 ",
        "BRK\u20112026\u2011000123",
        "brk2026000123",
        "BRK-2026-123",
        "brk_2026/123",
    ],
)
def test_a_whole_reference_finds_its_case_however_it_was_pasted(search, typed):
    assert search(typed) == ["BRK-2026-000123"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("123", ["BRK-2025-000123", "BRK-2026-000123", "TEE-2026-000123"]),
        ("000123", ["BRK-2025-000123", "BRK-2026-000123", "TEE-2026-000123"]),
        ("2026-123", ["BRK-2026-000123", "TEE-2026-000123"]),
        ("BRK-123", ["BRK-2025-000123", "BRK-2026-000123"]),
        ("tee 123", ["TEE-2026-000123"]),
        ("12", []),
        ("999", []),
    ],
)
def test_a_part_finds_every_case_that_it_fits(search, typed, found):
    assert search(typed) == found


def test_a_case_that_has_not_reached_the_reader_is_not_found(search):
    assert search("BRK-2026-000007") == search("7") == []


@pytest.mark.parametrize("typed", ["", "BRK", "1234567", "12 34 x", "%", "'; --", "2026-13-01-5"])
def test_what_is_no_part_of_a_reference_is_refused_with_an_example(search, typed):
    with pytest.raises(InputRefusedError, match="such as 123"):
        search(typed)


def test_what_is_found_says_where_the_case_is(rows, search):
    actor = demo_actor(rows.engine, "practitioner", "reading-school")
    with rows.engine.open_unit_of_work() as work:
        found = find_cases(rows.engine, work, actor, "tee-123")
        assert [(case.stage_title, case.is_ended) for case in found] == [("Line managers", False)]
        case = work.session.query(type(rows.case)).filter_by(reference="TEE-2026-000123").one()
        case.ended_at = START
        work.session.flush()
        assert find_cases(rows.engine, work, actor, "tee-123")[0].is_ended
