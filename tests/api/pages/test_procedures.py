"""The page of procedures."""


def test_each_procedure_says_whose_it_is(concord):
    page = concord.browser("practitioner", "reading-school").get("/procedures").text
    assert '<td class="govuk-table__cell" data-label="Partnership">Berkshire demonstration' in page
