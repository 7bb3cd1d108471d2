"""Reads what a mail server sends back: which of our e-mails did not arrive, and why.

Source: RFC 3462 (multipart/report), RFC 3464 (delivery status notifications).
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from engine.errors import InputRefusedError
from engine.notifications.channels.email_message import mail_domain
from engine.settings import Settings

MESSAGE_ID = re.compile(r"<([0-9a-f-]{36})@([^<>\s]+)>", re.IGNORECASE)
FAILED = "failed"
LONGEST_REASON = 200
NO_REPORT = (
    "This is no report of a mail server that an e-mail was not delivered "
    "(multipart/report; report-type=delivery-status)."
)
NOT_OURS = "The report is about no e-mail of Concord’s: it has no Message-ID of ours."


@dataclass(frozen=True)
class Bounce:
    """What a mail server says about one of our e-mails."""

    delivery_id: uuid.UUID
    is_final: bool
    """Whether the e-mail will never arrive; a server that merely tries again says so too."""
    reason: str
    """In the mail server's words, without the address."""


def read_bounce(source: bytes, settings: Settings) -> Bounce:
    """Return what a delivery status notification says.

    Raises:
        InputRefusedError: it is none, or it is not about an e-mail of ours.
    """
    # The old policy takes headers as they are; the newer ones stumble over broken ones.
    message = message_from_bytes(source)
    recipients = [fields for part in _parts(message) for fields in _recipients(part)]
    if not recipients:
        raise InputRefusedError(NO_REPORT)
    delivery_id = _our_id(message, mail_domain(settings))
    if delivery_id is None:
        raise InputRefusedError(NOT_OURS)
    failed = [fields for fields in recipients if _is_final(fields)]
    return Bounce(delivery_id, bool(failed), _reason((failed or recipients)[0]))


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts that tell the fate of an e-mail."""
    if message.get_content_type() != "multipart/report":
        return
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            yield part


def _recipients(part: Message) -> Iterator[Message]:
    """Yield the groups of fields about one recipient each; the first group is about the e-mail."""
    groups = part.get_payload()
    for fields in groups if isinstance(groups, list) else ():
        if isinstance(fields, Message) and ("Action" in fields or "Status" in fields):
            yield fields


def _our_id(message: Message, domain: str) -> uuid.UUID | None:
    """Return the id of the delivery from the Message-ID of the e-mail that came back."""
    for text in _returned_ids(message):
        for found, its_domain in MESSAGE_ID.findall(text):
            if its_domain.lower() == domain.lower():
                return _uuid(found)
    return None


def _returned_ids(message: Message) -> Iterator[str]:
    """Yield where the Message-ID may stand: the e-mail or its headers, then the references."""
    for part in message.walk():
        if part is not message and part["Message-ID"]:
            yield str(part["Message-ID"])
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            yield payload.decode(errors="replace") if isinstance(payload, bytes) else ""
    yield f"{message['References'] or ''} {message['In-Reply-To'] or ''}"


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _is_final(fields: Message) -> bool:
    """Tell whether a server has given up: `Action` decides, whatever the number says.

    An e-mail that was tried for days ends as `failed` with a status of 4.4.7.
    """
    action = str(fields["Action"] or "").strip().lower()
    return action == FAILED if action else str(fields["Status"] or "").strip().startswith("5")


def _reason(fields: Message) -> str:
    status = str(fields["Status"] or "").strip()
    said = str(fields["Diagnostic-Code"] or "").partition(";")[2]
    # Some servers say to whom: the address stands with the person already.
    said = re.sub(r"<?[^\s<>]+@[^\s<>]+>?:?", "", said)
    return " ".join(f"It came back: {status} {said}".split())[:LONGEST_REASON]
