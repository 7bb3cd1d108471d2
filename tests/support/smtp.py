"""A real SMTP server on this machine that keeps what it gets and can be told to refuse."""

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class SmtpServer:
    """Handler and face of the server. `messages` are those accepted, in order."""

    def __init__(self, port: int) -> None:
        """Take the port on which it will listen."""
        self.url = f"smtp://127.0.0.1:{port}"
        self._port = port
        self._controller: Controller | None = None
        self.messages: list[EmailMessage] = []
        self.recipients: list[tuple[str, ...]] = []
        self._refusals: list[str] = []
        self.answers: dict[str, str] = {}
        """What it says to a command, `MAIL` or `QUIT`, in place of yes."""

    def start(self, *, takes_any_letters: bool = True) -> None:
        """Listen; `takes_any_letters`: also beyond ASCII in addresses (RFC 6531)."""
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self._port, enable_SMTPUTF8=takes_any_letters
        )
        self._controller.start()

    def stop(self) -> None:
        """Be gone: nothing listens any more."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def refuse(self, reply: str = "451 4.7.1 Greylisted, try again later", times: int = 1) -> None:
        """Answer the next messages with `reply`: 4xx for "later", 5xx for "never"."""
        self._refusals.extend([reply] * times)

    def accept(self) -> None:
        """Answer everything with yes from now on."""
        self._refusals.clear()

    def subjects(self) -> list[str]:
        """Return the subjects of the accepted messages."""
        return [str(message["Subject"]) for message in self.messages]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, sender: str, options: list[str]
    ) -> str:
        """Begin a message, or refuse its sender."""
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_QUIT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        """End the connection."""
        return self.answers.get("QUIT", "221 Bye")

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a message, or refuse it."""
        if self._refusals:
            return self._refusals.pop(0)
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        self.messages.append(message_from_bytes(raw, policy=default))
        self.recipients.append(tuple(envelope.rcpt_tos))
        return "250 OK"


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """Return a running SMTP server."""
    server = SmtpServer(_free_port())
    server.start()
    yield server
    server.stop()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
