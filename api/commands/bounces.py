"""`concord bounce`."""

from collections.abc import Mapping
from typing import BinaryIO

import click
from sqlalchemy.exc import OperationalError

from api.commands.opening import opened_engine
from engine.runtime.bounces import BounceResult, take_in_bounce

LARGEST_REPORT = 5_000_000
"""Bytes. A report holds at most our own e-mail, which is small."""
TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: a mail server keeps the report and hands it over again."""
WORDS: Mapping[BounceResult, str] = {
    BounceResult.NOTED: "Noted: the e-mail was not delivered.",
    BounceResult.KNOWN: "This was known already.",
    BounceResult.NOT_FINAL: "Nothing to note: the mail server goes on trying.",
}


@click.command()
@click.argument("report", type=click.File("rb"), default="-")
def bounce(report: BinaryIO) -> None:
    """Take in a mail server's report that an e-mail was not delivered (from standard input).

    Let the mail server hand it every e-mail that comes to the address in CONCORD_MAIL_FROM.
    """
    source = report.read(LARGEST_REPORT)
    with opened_engine() as engine:
        try:
            result = take_in_bounce(engine, source)
        except OperationalError as error:
            click.echo(f"The database cannot be used now ({error.orig}). Try again.", err=True)
            raise SystemExit(TRY_AGAIN) from error
    click.echo(WORDS[result])
