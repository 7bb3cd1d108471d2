"""What a clause says pages tell people is really there, at every place that clauses may name."""

import pytest

from engine.definitions.guidance import GUIDANCE, PROCEDURE_PAGE, clauses_told_at
from engine.persistence.cases import Case
from tests.support.engine import berkshire_bundle

SEEN = {
    PROCEDURE_PAGE: ("/procedures/{definition}", ["What the policy asks of everybody"]),
    "start page": ("/", ["ring 999", "Raise a difference of opinion", "another route"]),
    "every page of a case": ("/cases/{reference}", ["Child in immediate danger"]),
    "limits on the page of a case": ("/cases/{reference}", ["Raised", "Limit: "]),
    "history of the case": ("/cases/{reference}", ["Timeline", "Practitioner, Reading School"]),
    "notices of the case": ("/cases/{reference}", ["Who has been told"]),
}
"""Where each place is found, and words that stand there."""


def test_every_place_is_looked_at():
    assert SEEN.keys() == GUIDANCE.keys()


@pytest.fixture
def read(concord):
    """Return how to read a page of a case that has been raised, as its practitioner."""
    completion = concord.raise_case()
    with concord.engine.open_reading() as work:
        definition = work.session.get_one(Case, completion.case_id).process_definition_id
    browser = concord.browser("practitioner", "reading-school")

    def read(path):
        whole = path.format(reference=completion.reference, definition=definition)
        return browser.get(whole).get_data(as_text=True)

    return read


@pytest.mark.parametrize("place", GUIDANCE)
def test_a_place_says_what_clauses_rely_on(read, place):
    path, words = SEEN[place]
    page = read(path)
    assert [word for word in words if word not in page] == []


def test_the_page_of_a_procedure_tells_the_clauses_that_name_it(read):
    told = clauses_told_at(PROCEDURE_PAGE, berkshire_bundle().files)
    assert {"P-02", "P-09"} <= {clause.id for clause in told}
    page = read("/procedures/{definition}")
    assert [clause.paraphrase for clause in told if clause.paraphrase not in page] == []


def test_without_a_list_of_clauses_nothing_is_told():
    assert clauses_told_at(PROCEDURE_PAGE, {}) == ()
