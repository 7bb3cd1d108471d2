"""`concord token`."""

from collections.abc import Sequence

import click

from api.commands.opening import opened_engine
from engine.runtime.access_tokens import SCOPES, create_access_token


@click.group()
def token() -> None:
    """Look after personal tokens for the API."""


@token.command()
@click.option("--person", "email", required=True, help="E-mail address of the person.")
@click.option(
    "--scope", "scopes", multiple=True, default=SCOPES, help="read or write; may be repeated."
)
@click.option("--days", default=90, show_default=True, help="How long the token lives.")
def create(email: str, scopes: Sequence[str], days: int) -> None:
    """Make a token, and print it. It cannot be shown again."""
    with opened_engine() as engine:
        created = create_access_token(engine, None, email, scopes=scopes, days=days)
    click.echo(created.token)
    click.echo(f"Holds until {created.expires_at:%d %B %Y}.", err=True)
