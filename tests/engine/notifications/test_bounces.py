"""What a mail server sends back is read, and what is none of ours is refused in words."""

import uuid
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputRefusedError
from engine.notifications.bounces import LONGEST_REASON, read_bounce
from engine.settings import Settings
from tests.support.bounces import bounce_of, reply_to

SETTINGS = Settings(mail_from="Concord <concord@concord.example>")
DELIVERY = uuid.UUID("0a1b2c3d-0000-4000-8000-000000000007")


def test_a_failure_is_final_and_has_the_servers_words_without_the_address():
    bounce = read_bounce(bounce_of(DELIVERY), SETTINGS)
    assert (bounce.delivery_id, bounce.is_final) == (DELIVERY, True)
    assert bounce.reason == "It came back: 5.1.1 550 5.1.1 User unknown"


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_email_may_come_back_whole_or_as_its_headers(returned, line_end):
    source = bounce_of(DELIVERY, returned=returned).replace(b"\n", line_end.encode())
    assert read_bounce(source, SETTINGS).delivery_id == DELIVERY


@pytest.mark.parametrize(
    ("action", "status", "is_final"),
    [
        ("failed", "5.1.1", True),
        ("Failed", "4.4.7", True),  # tried for days, then given up
        ("delayed", "4.4.1", False),
        ("delayed", "5.0.0", False),
        ("delivered", "2.0.0", False),
        ("relayed", "2.0.0", False),
        ("", "5.1.1", True),
        ("", "4.4.1", False),
    ],
)
def test_a_server_that_goes_on_trying_has_not_failed(action, status, is_final):
    bounce = read_bounce(bounce_of(DELIVERY, action=action, status=status), SETTINGS)
    assert bounce.is_final == is_final


@pytest.mark.parametrize(
    "source",
    [b"", b"hello", b"\x00\xff\xfe", reply_to(DELIVERY), b"Content-Type: multipart/report\n\n"],
)
def test_what_is_no_report_is_refused_in_words(source):
    with pytest.raises(InputRefusedError, match="no report of a mail server"):
        read_bounce(source, SETTINGS)


@pytest.mark.parametrize("domain", ["elsewhere.example", "concord.example.elsewhere.example"])
def test_a_report_about_the_email_of_somebody_else_is_refused(domain):
    with pytest.raises(InputRefusedError, match="no e-mail of Concord’s"):
        read_bounce(bounce_of(DELIVERY, domain=domain), SETTINGS)


@given(st.binary())
def test_whatever_comes_is_read_or_refused(source):
    with pytest.raises(InputRefusedError):
        read_bounce(source, SETTINGS)


@given(st.binary(), st.integers(0, 1500))
def test_a_damaged_report_is_read_or_refused(damage, place):
    whole = bounce_of(DELIVERY)
    with suppress(InputRefusedError):
        bounce = read_bounce(whole[:place] + damage + whole[place:], SETTINGS)
        assert len(bounce.reason) <= LONGEST_REASON
