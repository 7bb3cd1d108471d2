"""`concord partnership` and `concord directory`."""

from pathlib import Path

import click
from argon2 import PasswordHasher

from api.commands.opening import opened_engine
from api.commands.people import checked_password
from engine.directory.importing import ImportPreview, import_directory, preview_import
from engine.directory.partnerships import NewPartnership, add_partnership
from engine.english import counted
from engine.persistence.directory_changes import Change
from engine.queries.actors import load_actor_by_email


@click.group()
def partnership() -> None:
    """Begin partnerships: each with its office and its first administrator."""


@partnership.command("add")
@click.argument("key")
@click.option("--name", required=True, help="How people call the partnership.")
@click.option("--office", "office_key", help="The key of its office; else KEY-partnership.")
@click.option("--office-name", help="The name of its office; else the partnership's.")
@click.option("--email", required=True, help="What the first administrator logs in with.")
@click.option("--administrator", "person_name", required=True, help="The administrator's name.")
@click.password_option(help="The administrator's; asked for when it is not given.")
def add(  # noqa: PLR0913 - one for each option
    *,
    key: str,
    name: str,
    office_key: str | None,
    office_name: str | None,
    email: str,
    person_name: str,
    password: str,
) -> None:
    """Begin the partnership KEY. Everything else goes on pages from there.

    Procedures name their partnership by this key (`partnership` in procedure.toml).
    """
    wanted = NewPartnership(
        key=key,
        name=name,
        office_key=office_key or f"{key}-partnership",
        office_name=office_name or name,
        administrator_email=email,
        administrator_name=person_name,
        password_hash=PasswordHasher().hash(checked_password(password)),
    )
    with opened_engine() as engine:
        add_partnership(engine, wanted)
    click.echo(f"{name} is in the directory. {email} can log in, and administers it.")


@click.group()
def directory() -> None:
    """Bring agencies, areas and people in from a file."""


@directory.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="Only say what would happen.")
@click.option("--reason", default="", help="Why; stands in the log of the directory.")
@click.option("--person", "email", help="As this administrator; else as whoever runs the server.")
def import_file(file: Path, *, preview: bool, reason: str, email: str | None) -> None:
    """Bring in a CSV file: all of it, or nothing. Says what was added, changed and ended."""
    content = file.read_bytes()
    with opened_engine() as engine:
        actor = None
        if email:
            with engine.open_reading() as work:
                actor = load_actor_by_email(work, email, engine.clock.now())
        found = preview_import(engine, actor, content)
        _tell(found)
        if found.problems:
            said = counted(len(found.problems), "row")
            raise click.ClickException(f"Nothing was brought in: {said} must be put right first.")
        if preview:
            click.echo("This was a preview. Nothing was brought in.")
            return
        import_directory(engine, actor, content, reason=reason, digest=found.digest)
    click.echo(f"Brought in: {counted(len(found.changes), 'change')}.")


def _tell(found: ImportPreview) -> None:
    for kind in Change:
        for change in found.of_kind(kind):
            click.echo(f"{kind}: {change.words}")
    for problem in found.problems:
        click.echo(f"row {problem.row}: {problem.message}", err=True)
    if not found.changes and not found.problems:
        click.echo("Everything in the file is in the directory already.")
