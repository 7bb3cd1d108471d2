import pytest

from tests.engine.definitions.comparison.pairs import Kind, bundle, found, only
from tests.engine.definitions.writing import end, notice, path, process, start


def telling(recipients="line-manager of both", template="T"):
    parts = (start(), notice("Tell", recipients, template), end(), path("Begin", "Tell", "Finish"))
    return bundle(process(*parts))


def test_who_is_told_besides():
    one = only(telling(), telling("line-manager of both; business-manager"), Kind.RECIPIENTS)
    assert one.sentence == (
        "The notice “Tell Tell” now also tells the Business Manager. Altogether: line managers of "
        "both agencies and the Business Manager."
    )


def test_who_is_no_longer_told():
    one = only(telling("line-manager of both; senior-manager of both"), telling(), Kind.RECIPIENTS)
    assert "no longer tells senior managers of both agencies" in one.sentence


@pytest.mark.parametrize("text", ["=recipients", "nobody of anywhere"])
def test_what_is_worked_out_or_wrong_is_still_shown(text):
    one = only(telling(), telling(text), Kind.RECIPIENTS)
    assert one.old == "line managers of both agencies"


def test_another_text_is_sent():
    one = only(telling(), telling(template="OTHER"), Kind.RECIPIENTS)
    assert one.aspect == "template"
    assert "now sends the text OTHER (before: T)" in one.sentence


def test_the_same_people_in_another_order():
    old, new = "line-manager of both; business-manager", "business-manager; line-manager of both"
    (one,) = found(telling(old), telling(new), Kind.RECIPIENTS)
    assert "in another order" in one.sentence
