import pytest

from engine.definitions.comparison import Change, Weight
from tests.engine.definitions.comparison.pairs import Kind, bundle, compared, limited, only


def test_another_duration_is_said_in_words_with_its_clause():
    one = only(limited("PT24H"), limited("PT12H"), Kind.LIMITS)
    assert one.sentence == (
        "The limit on the step “Do Task_A” is now 12 hours (before: 24 hours). It is a reminder: "
        "the step stays open."
    )
    assert (one.old, one.new, one.weight) == ("24 hours", "12 hours", Weight.CONSEQUENCE)
    assert one.clauses == ("S0-01",)
    assert (
        compared(limited("PT24H"), limited("PT12H")).summary[0].startswith("The limit on the step")
    )


def test_a_name_that_no_longer_fits_is_pointed_out():
    one = only(limited("PT24H", name="24 hours"), limited("PT12H", name="24 hours"), Kind.LIMITS)
    assert one.sentence.endswith("Its name in the diagram still says “24 hours”.")


def test_a_reminder_that_now_closes_the_step():
    one = only(limited(interrupting=False), limited(interrupting=True), Kind.LIMITS)
    assert one.aspect == "interrupting"
    assert "the step closes when it has passed (before: it is a reminder" in one.sentence


def test_a_new_limit_says_what_follows():
    one = only(bundle(), limited(), Kind.LIMITS)
    assert one.change is Change.ADDED
    assert one.sentence.startswith("New limit on the step “Do Task_A”: 24 hours.")
    assert "then the notice “Tell Tell_A”" in one.sentence


def test_a_limit_that_is_gone():
    one = only(limited(), bundle(), Kind.LIMITS)
    assert one.change is Change.REMOVED
    assert one.sentence.startswith("The limit on the step “Do Task_A” is gone. It was: 24 hours.")


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("timeDuration", "PT48H", "48 hours"),
        ("timeDuration", "P7D", "7 days"),
        ("timeDuration", "PT1H", "1 hour"),
        ("timeDuration", "PT90M", "1 hour and 30 minutes"),
        ("timeDate", "=working day deadline(now(), 1)", "1 working day"),
        ("timeDate", "=working day deadline(now(), 2)", "2 working days"),
        ("timeDate", "=words", "the time given for “Words”"),
        ("timeCycle", "R3/PT24H", "every 24 hours, 3 times"),
        ("timeDuration", "soon", "soon"),
    ],
)
def test_times_in_words(kind, text, words):
    assert only(limited("PT2H"), limited(text, kind), Kind.LIMITS).new == words
