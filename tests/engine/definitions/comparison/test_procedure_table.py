from engine.definitions.comparison import Change, Weight
from tests.engine.definitions.comparison.pairs import Kind, bundle, found, only
from tests.engine.definitions.writing import PROCEDURE


def changed(old, new):
    return bundle(procedure=PROCEDURE.replace(old, new))


def test_another_title():
    one = only(bundle(), changed(b"A procedure for tests", b"Another"), Kind.PROCEDURE)
    assert one.sentence == "The title is now “Another” (before: “A procedure for tests”)."
    assert one.weight is Weight.WORDING


def test_stages():
    more = PROCEDURE + b'[[stages]]\nid = "S1"\ntitle = "Second"\n'
    one = only(bundle(), bundle(procedure=more), Kind.PROCEDURE)
    assert (one.change, one.weight) == (Change.ADDED, Weight.CONSEQUENCE)
    one = only(bundle(), changed(b'"First"', b'"Begin"'), Kind.PROCEDURE)
    assert "is now called “Begin”" in one.sentence


def test_who_hears_of_a_closing():
    closing = PROCEDURE + b'[closing]\nbusiness_manager_from = "S0"\n'
    one = only(bundle(), bundle(procedure=closing), Kind.PROCEDURE)
    assert one.sentence == (
        "When a case is closed outside the procedure, the Business Manager now hears of it: from "
        "stage S0 on (before: never)."
    )


def test_which_cases_should_finish_on_their_version():
    migration = PROCEDURE + b'[migration]\nfinish_from = "S0"\nwhy = "It was prepared."\n'
    one = only(bundle(), bundle(procedure=migration), Kind.PROCEDURE)
    assert one.sentence == (
        "Running cases should now finish on the version with which they began from stage S0 on: "
        "“It was prepared.” (before: never)."
    )


def test_a_comment_in_the_file_changes_nothing():
    (one,) = found(bundle(), bundle(procedure=PROCEDURE + b"# a word\n"))
    assert (one.aspect, one.weight) == ("saved", Weight.DRAWING)
