"""A backup comes back whole, into an empty database only, and is never half a file."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import create_engine, select

from engine.context import Engine, open_engine
from engine.errors import InputRefusedError
from engine.persistence.backups import Backup
from engine.persistence.copying import copy_file
from engine.persistence.copying.postgresql import address_of
from engine.persistence.directory import Partnership
from engine.persistence.upgrading import is_current, revision_of_database, upgrade_database
from engine.queries.case_details import load_case
from engine.queries.submissions import list_submissions
from engine.runtime.backups import back_up, restore_backup
from tests.support.engine import MANAGER


@pytest.fixture
def empty(berkshire, request):
    """Return the engine of another database of the same kind, without tables."""
    if berkshire.engine.database.engine.dialect.name == "sqlite":
        tmp_path = request.getfixturevalue("tmp_path")
        yield opened(berkshire, f"sqlite:///{tmp_path / 'other' / 'concord.db'}")
        return
    server = request.getfixturevalue("postgres_server")
    name = request.getfixturevalue("_database_names")()
    engine = opened(berkshire, server.create(name))
    yield engine
    engine.database.engine.dispose()
    server.drop(name)


def opened(berkshire, url) -> Engine:
    settings = replace(berkshire.engine.settings, database_url=url)
    return open_engine(settings, clock=berkshire.clock)


def read(engine, berkshire, started):
    actor = berkshire.actor(*MANAGER)
    with engine.open_reading() as work:
        case = load_case(engine, work, actor, started.reference)
        return case, list_submissions(engine, work, actor, started.reference)


def test_what_people_wrote_comes_back_and_the_case_goes_on(berkshire, empty, tmp_path):
    started = berkshire.climb("Task_S1_Contact")
    before = read(berkshire.engine, berkshire, started)
    made = back_up(berkshire.engine, tmp_path / "concord.backup")
    assert made.size == (tmp_path / "concord.backup").stat().st_size > 0
    assert (tmp_path / "concord.backup").stat().st_mode & 0o077 == 0
    assert [one.size for one in berkshire.rows(select(Backup))] == [made.size]
    # A database that was begun, with a directory and without cases, is empty enough.
    upgrade_database(empty.database)
    with empty.open_unit_of_work() as work:
        work.session.add(Partnership(key="north", name="North"))
        work.session.flush()
        work.commit()
    restore_backup(empty, tmp_path / "concord.backup")
    assert is_current(empty.database)
    assert read(empty, berkshire, started) == before
    other = replace(berkshire, engine=empty)
    assert other.rows(select(Partnership.name).where(Partnership.key == "north")) == []
    other.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="not_resolved")
    with pytest.raises(InputRefusedError, match="holds cases already"):
        restore_backup(empty, tmp_path / "concord.backup")
    assert [path.name for path in tmp_path.glob("concord.backup*")] == ["concord.backup"]


def test_nothing_is_written_over_and_nothing_half_written_stays(berkshire, tmp_path):
    target = tmp_path / "concord.backup"
    target.write_bytes(b"precious")
    with pytest.raises(InputRefusedError, match="is there already"):
        back_up(berkshire.engine, target)
    assert target.read_bytes() == b"precious"
    with pytest.raises(InputRefusedError, match="cannot be written"):
        back_up(berkshire.engine, tmp_path / "nowhere" / "concord.backup")
    with pytest.raises(OSError, match="disk full"):
        break_off(tmp_path / "other")
    assert list(tmp_path.glob("other*")) == []


def break_off(target):
    with copy_file.written_whole(target) as part:
        part.write_bytes(b"half")
        raise OSError("disk full")


def test_what_is_broken_or_of_something_else_changes_nothing(berkshire, empty, tmp_path):
    berkshire.start()
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    back_up(berkshire.engine, whole)
    content = whole.read_bytes()
    broken.write_bytes(content[: len(content) // 2])
    text = tmp_path / "text"
    text.write_text("name,email\n")
    for path in (broken, tmp_path / "missing", text):
        with pytest.raises(InputRefusedError):
            restore_backup(empty, path)
    assert revision_of_database(empty.database) is None


def test_a_password_stands_in_no_command_line():
    engine = create_engine("postgresql+psycopg://ada:a:b%5Cc@db.example/concord")
    with address_of(engine) as address:
        path = Path(parse_qs(urlsplit(address).query)["passfile"][0])
        assert address.startswith("postgresql://ada@db.example/concord?")
        assert path.read_text() == "*:*:*:*:a\\:b\\\\c\n"
        assert path.stat().st_mode & 0o077 == 0
    assert not path.exists()
