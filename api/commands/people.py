"""`concord person`."""

import click
from argon2 import PasswordHasher
from sqlalchemy import select

from api.commands.opening import opened_engine
from api.invitations import DAYS, invitation_url
from api.session_store import SessionStore
from engine.directory.granting import ensure_role
from engine.directory.inviting import invite_person
from engine.directory.roles import WantedRole
from engine.persistence.directory import Person
from engine.queries.actors import load_actor_by_email
from engine.runtime.directory import add_person

SHORTEST_PASSWORD = 12


@click.group()
def person() -> None:
    """Look after people: who can log in, and as what."""


@person.command()
@click.option("--email", required=True, help="What the person logs in with.")
@click.option("--name", required=True, help="How colleagues see the person.")
@click.password_option(help="Asked for when it is not given.")
def add(email: str, name: str, password: str) -> None:
    """Add somebody who can log in. Roles come with `concord person grant`."""
    password_hash = PasswordHasher().hash(checked_password(password))
    with opened_engine() as engine:
        add_person(engine, email=email, name=name, password_hash=password_hash)
    click.echo(f"{email} can log in now.")


@person.command()
@click.option("--email", required=True)
@click.option("--agency", required=True, help="The agency's key.")
@click.option("--role", required=True, help="For example practitioner or line-manager.")
def grant(email: str, agency: str, role: str) -> None:
    """Let a person act in a role for an agency, from now on."""
    with opened_engine() as engine:
        ensure_role(engine, None, email, WantedRole(agency, role))
    click.echo(f"{email} acts as {role} of {agency} now.")


@person.command()
@click.option("--email", required=True)
def invite(email: str) -> None:
    """Print a link by which a person chooses a password: a first one, or when theirs is lost."""
    with opened_engine() as engine:
        with engine.open_reading() as work:
            person_id = load_actor_by_email(work, email, engine.clock.now()).person_id
        invitation = invite_person(engine, None, person_id)
        click.echo(invitation_url(engine.settings, invitation))
    click.echo(f"Holds once, for {DAYS} days. Give it to nobody else.", err=True)


@person.command("log-out")
@click.option("--email", required=True)
def log_out(email: str) -> None:
    """End every session of a person, for example when a telephone was lost."""
    with opened_engine() as engine:
        with engine.open_reading() as work:
            person_id = load_actor_by_email(work, email, engine.clock.now()).person_id
            account = work.session.scalars(
                select(Person.fs_uniquifier).where(Person.id == person_id)
            ).one()
        ended = SessionStore(engine).end_all(account)
    click.echo(f"{ended} session(s) of {email} ended.")


def checked_password(password: str) -> str:
    """Return a password that is long enough.

    Raises:
        click.ClickException: it is too short.
    """
    if len(password) < SHORTEST_PASSWORD:
        message = f"A password has at least {SHORTEST_PASSWORD} characters."
        raise click.ClickException(message)
    return password
