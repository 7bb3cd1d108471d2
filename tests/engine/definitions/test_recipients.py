import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.recipients import LANE_ROLES, Recipient, parse_recipients
from engine.vocabulary import AgencySide, Role


def test_roles_and_sides_are_read_in_order():
    assert parse_recipients("line-manager of both; business-manager") == (
        Recipient(Role.LINE_MANAGER, AgencySide.BOTH),
        Recipient(Role.BUSINESS_MANAGER, None),
    )


def test_the_partnership_is_the_same_as_no_side():
    assert parse_recipients("meeting-chair of partnership") == parse_recipients("meeting-chair")


def test_repeats_and_blanks_do_not_count():
    text = " practitioner  of raising ;; practitioner of raising; "
    assert parse_recipients(text) == (Recipient(Role.PRACTITIONER, AgencySide.RAISING),)


@pytest.mark.parametrize("text", ["", " ", ";", " ; ; "])
def test_nobody_is_refused(text):
    with pytest.raises(ValueError, match="goes to nobody"):
        parse_recipients(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("boss of both", "“boss” is not a role"),
        ("line-manager of all", "“all” is not a side"),
        ("line-manager of ", "“line-manager of” is not a role"),
        ("line-manager of both of raising", "“both of raising” is not a side"),
        ("editor", "“editor” is not a role"),
        ("procedures-group of both", "not to a side"),
        ("line-manager of both;" * 100, "longer than"),
    ],
)
def test_what_is_not_known_is_named(text, words):
    with pytest.raises(ValueError, match=words):
        parse_recipients(text)


recipients = st.builds(
    Recipient,
    st.sampled_from(LANE_ROLES),
    st.none() | st.sampled_from([side for side in AgencySide if side != "partnership"]),
)


@given(st.lists(recipients, min_size=1, max_size=20, unique=True))
def test_every_list_that_is_written_is_read_back(written):
    text = "; ".join(f"{r.role} of {r.side}" if r.side else r.role for r in written)
    assert parse_recipients(text) == tuple(written)
