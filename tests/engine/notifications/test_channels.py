"""What holds for every channel, and how e-mail is protected on its way."""

import socket
import ssl
import threading
import uuid
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.notifications.channels import CHANNELS
from engine.notifications.channels.channel import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    Parcel,
)
from engine.notifications.channels.email import EmailChannel
from engine.settings import Settings
from engine.vocabulary import NotificationState

PARCEL = Parcel(
    delivery_id=uuid.UUID(int=7),
    address="somebody@reading-school.example",
    subject="BRK-2026-000001: overdue",
    body="One.\n\nhttps://concord.example/cases/BRK-2026-000001",
    is_danger=False,
    sent_at=datetime(2026, 8, 28, tzinfo=UTC),
)


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)
def test_every_channel_has_a_name_of_its_own_and_known_states(channel):
    assert [other.name for other in CHANNELS].count(channel.name) == 1
    for settings in (Settings(), Settings(demo=True), Settings(smtp_url="smtp://mail.example")):
        state = channel.first_state(settings)
        assert state in {NotificationState.PENDING, NotificationState.SENT, NotificationState.SHOWN}


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)
def test_every_channel_carries_a_parcel_twice_without_harm(channel, smtp_server):
    for _ in range(2):
        channel.send(PARCEL, Settings(smtp_url=smtp_server.url))
    assert len({message["Message-ID"] for message in smtp_server.messages}) <= 1


@pytest.fixture
def certificate(tmp_path):
    """Return the files of a certificate for this machine, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36500))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    paths = tmp_path / "certificate.pem", tmp_path / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


class Guarded(Controller):
    """A server that wants a password, over TLS from the start or after STARTTLS."""

    def __init__(self, handler, paths, *, implicit):
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(*paths)
        self.implicit = implicit
        super().__init__(
            handler,
            hostname="127.0.0.1",
            port=0,
            ssl_context=self.tls if implicit else None,
        )

    def factory(self):
        return SMTP(
            self.handler,
            tls_context=None if self.implicit else self.tls,
            authenticator=self._check,
            auth_required=not self.implicit,
            auth_require_tls=not self.implicit,
        )

    def _check(self, _server, _session, _envelope, _mechanism, data):
        is_right = (data.login, data.password) == (b"concord", b"p@ss")
        return AuthResult(success=is_right, handled=False)

    def _trigger_server(self):
        """Knock at the door: the usual probe does not trust the certificate."""
        socket.create_connection(self.server.sockets[0].getsockname()).close()


@contextmanager
def _running(smtp_server, paths, *, implicit):
    controller = Guarded(smtp_server, paths, implicit=implicit)
    controller.start()
    yield controller.server.sockets[0].getsockname()[1]
    controller.stop()


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_the_password_and_the_text_travel_encrypted(scheme, certificate, smtp_server, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with _running(smtp_server, certificate, implicit=scheme == "smtps") as port:
        url = f"{scheme}://concord:p%40ss@127.0.0.1:{port}"
        EmailChannel().send(PARCEL, Settings(smtp_url=url))
        wrong = f"{scheme}://concord:wrong@127.0.0.1:{port}"
        with pytest.raises(DeliveryDelayedError, match="password") as delay:
            EmailChannel().send(PARCEL, Settings(smtp_url=wrong))
    assert delay.value.is_channel_down
    assert len(smtp_server.messages) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_nobody_vouches_for_stops_the_email(scheme, certificate, smtp_server):
    with _running(smtp_server, certificate, implicit=scheme == "smtps") as port:
        url = f"{scheme}://concord:p%40ss@127.0.0.1:{port}"
        with pytest.raises(DeliveryDelayedError, match="could not be reached"):
            EmailChannel().send(PARCEL, Settings(smtp_url=url))
    assert smtp_server.messages == []


def test_a_password_is_never_sent_in_the_clear(smtp_server):
    url = smtp_server.url.replace("smtp://", "smtp://concord:secret@")
    with pytest.raises(DeliveryDelayedError, match="no encryption"):
        EmailChannel().send(PARCEL, Settings(smtp_url=url))
    assert smtp_server.messages == []


@pytest.mark.parametrize("goodbye", ["421 4.3.2 Shutting down", "500 5.5.1 What?"])
def test_what_the_server_has_taken_is_sent_however_it_says_goodbye(goodbye, smtp_server):
    smtp_server.answers["QUIT"] = goodbye
    EmailChannel().send(PARCEL, Settings(smtp_url=smtp_server.url))
    assert len(smtp_server.messages) == 1


def test_how_a_server_says_goodbye_changes_no_refusal(smtp_server):
    smtp_server.answers["QUIT"] = "421 4.3.2 Shutting down"
    smtp_server.refuse("550 5.1.1 No such user")
    with pytest.raises(DeliveryRefusedError, match="No such user"):
        EmailChannel().send(PARCEL, Settings(smtp_url=smtp_server.url))


def test_a_server_that_refuses_the_sender_says_nothing_about_the_address(smtp_server):
    smtp_server.answers["MAIL"] = "530 5.7.0 Log in first"
    with pytest.raises(DeliveryDelayedError, match=r"takes no e-mail from Concord: 530") as delay:
        EmailChannel().send(PARCEL, Settings(smtp_url=smtp_server.url))
    assert delay.value.is_channel_down


def test_a_server_that_turns_everybody_away_at_the_door_is_asked_again_later():
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_turn_away, args=(door,), daemon=True).start()
        url = f"smtp://127.0.0.1:{door.getsockname()[1]}"
        with pytest.raises(DeliveryDelayedError, match="554 No mail here") as delay:
            EmailChannel().send(PARCEL, Settings(smtp_url=url))
    assert delay.value.is_channel_down


def _turn_away(door):
    connection, _ = door.accept()
    with connection:
        connection.sendall(b"554 No mail here\r\n")
        connection.recv(100)


def test_an_address_that_the_server_cannot_write_holds_up_nobody_else(smtp_server):
    parcel = replace(PARCEL, address="zoë@reading-school.example")
    settings = Settings(smtp_url=smtp_server.url)
    EmailChannel().send(parcel, settings)
    assert smtp_server.recipients == [("zoë@reading-school.example",)]
    smtp_server.stop()
    smtp_server.start(takes_any_letters=False)
    with pytest.raises(DeliveryRefusedError, match="letters of this address"):
        EmailChannel().send(parcel, settings)
