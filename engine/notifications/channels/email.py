"""E-mail over SMTP."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, unquote, urlsplit

from engine.notifications.channels.channel import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    Parcel,
)
from engine.notifications.channels.email_message import build_message
from engine.settings import Settings
from engine.vocabulary import NotificationState

TIMEOUT_SECONDS = 10
SUBMISSION_PORT = 587
SUBMISSION_TLS_PORT = 465
PERMANENT = 500
CLOSING = 421
NO_SUCH_LETTERS = "The mail server does not take the letters of this address."


class EmailChannel:
    """Plain text with an HTML alternative; the Message-ID never changes for one delivery."""

    name = "email"

    def first_state(self, settings: Settings) -> str:
        """Return pending; shown in a demonstration, and where no mail server is set."""
        is_sent = settings.smtp_url and not settings.demo
        return NotificationState.PENDING if is_sent else NotificationState.SHOWN

    def send(self, parcel: Parcel, settings: Settings) -> None:
        """Hand one e-mail to the mail server; where none is sent it is only shown.

        Raises:
            DeliveryDelayedError: the server is not there, says “not now” (4xx), or takes nothing
                from us at all, whoever it is for.
            DeliveryRefusedError: the server says “never” (5xx) to this e-mail or its address.
        """
        if self.first_state(settings) == NotificationState.SHOWN:
            return
        message = build_message(parcel, settings)
        with _plain_failures(), _connected(urlsplit(settings.smtp_url)) as server:
            try:
                server.send_message(message)
            except smtplib.SMTPNotSupportedError as error:
                if parcel.address.isascii():
                    raise
                # RFC 6531: not every server knows letters beyond ASCII in an address.
                raise DeliveryRefusedError(NO_SUCH_LETTERS) from error


@contextmanager
def _connected(url: SplitResult) -> Iterator[smtplib.SMTP]:
    host = url.hostname or "localhost"
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        port = url.port or SUBMISSION_TLS_PORT
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, url.port or SUBMISSION_PORT, timeout=TIMEOUT_SECONDS)
    try:
        server.ehlo()
        is_private = url.scheme == "smtps"
        if not is_private and server.has_extn("starttls"):
            server.starttls(context=context)
            is_private = True
        if url.username:
            if not is_private:
                message = "The mail server offers no encryption, so the password was not sent."
                raise DeliveryDelayedError(message, is_channel_down=True)
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server
    finally:
        _say_goodbye(server)


def _say_goodbye(server: smtplib.SMTP) -> None:
    """End the connection. Whatever the server answers changes nothing of what it has taken."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


@contextmanager
def _plain_failures() -> Iterator[None]:
    """Tell apart what may work later from what never will."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _failure(code, answer) from error
    except smtplib.SMTPAuthenticationError as error:
        # The settings are wrong, not the person's address: the e-mail waits until they are right.
        message = f"The mail server did not accept Concord’s password ({error.smtp_code})."
        raise DeliveryDelayedError(message, is_channel_down=True) from error
    except (
        smtplib.SMTPConnectError,
        smtplib.SMTPHeloError,
        smtplib.SMTPSenderRefused,
    ) as error:
        # It takes nothing from us, for nobody: that says nothing about a person's address.
        reason = _in_words(error.smtp_code, error.smtp_error)
        message = f"The mail server takes no e-mail from Concord: {reason}"
        raise DeliveryDelayedError(message, is_channel_down=True) from error
    except smtplib.SMTPResponseException as error:
        raise _failure(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        message = f"The mail server could not be reached ({type(error).__name__})."
        raise DeliveryDelayedError(message, is_channel_down=True) from error


def _failure(code: int, answer: bytes | str) -> DeliveryDelayedError | DeliveryRefusedError:
    reason = _in_words(code, answer)
    if code >= PERMANENT:
        return DeliveryRefusedError(f"The mail server refused the e-mail: {reason}")
    message = f"The mail server put the e-mail off: {reason}"
    return DeliveryDelayedError(message, is_channel_down=code == CLOSING)


def _in_words(code: int, answer: bytes | str) -> str:
    """Return the server's answer on one line."""
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return " ".join(f"{code} {text}".split())[:200]
