"""What an e-mail looks like: headers, plain text, and the same as HTML."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cache

from jinja2 import Environment, PackageLoader, Template

from engine.notifications.channels.channel import Parcel
from engine.notifications.letter import is_link
from engine.settings import Settings

NO_ROBOTS = "DR, RN, NRN, OOF, AutoReply"
"""Exchange's word for “send no automatic answer”; NDR is left out: a failure has to come back."""


@dataclass(frozen=True)
class Block:
    """A paragraph, a link with words, or (without words) the button of the e-mail."""

    text: str = ""
    url: str = ""


def build_message(parcel: Parcel, settings: Settings) -> EmailMessage:
    """Return the e-mail. A repeated delivery has the same Message-ID, so that readers see one."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = parcel.address
    message["Subject"] = parcel.subject
    message["Date"] = format_datetime(parcel.sent_at)
    message["Message-ID"] = f"<{parcel.delivery_id}@{mail_domain(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = NO_ROBOTS
    if parcel.is_danger:
        message["Importance"] = "high"
    message.set_content(parcel.body)
    message.add_alternative(html_of(parcel), subtype="html")
    return message


def mail_domain(settings: Settings) -> str:
    """Return the domain after the `@` of our addresses and Message-IDs."""
    return parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"


def html_of(parcel: Parcel) -> str:
    """Return the HTML alternative. It loads nothing, so that nobody learns who opened it."""
    blocks = tuple(_blocks(parcel.body))
    return _template().render(subject=parcel.subject, blocks=blocks, is_danger=parcel.is_danger)


def _blocks(body: str) -> Iterator[Block]:
    """Yield the paragraphs: an address alone is the button, a line above it makes it a link."""
    for paragraph in body.split("\n\n"):
        text, _, last = paragraph.rpartition("\n")
        if is_link(last):
            yield Block(text, last)
        else:
            yield Block(paragraph)


@cache
def _template() -> Template:
    loader = PackageLoader("engine.notifications")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("email.html")
