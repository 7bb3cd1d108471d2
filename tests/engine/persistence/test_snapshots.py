"""Files of throw-away stores: bounded, never changed, and nobody's loss."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from engine.clock import SystemClock
from engine.persistence.snapshots import LONGEST, SnapshotFolder, SnapshotGone, snapshot_folder


@pytest.fixture
def folder(tmp_path):
    return SnapshotFolder(tmp_path, most=3)


def write(folder, name, number, copy_of=None):
    with folder.making(name, copy_of=copy_of) as database, database.open_writing() as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS fact (number INTEGER)"))
        session.execute(text(f"INSERT INTO fact VALUES ({number})"))
        session.connection().exec_driver_sql("COMMIT")


def numbers(folder, name):
    with folder.reading(name) as database, database.open_reading() as session:
        return list(session.scalars(text("SELECT number FROM fact")))


def test_a_snapshot_goes_on_from_another_and_leaves_it_as_it_was(folder):
    write(folder, "one", 1)
    write(folder, "two", 2, copy_of="one")
    assert (numbers(folder, "one"), numbers(folder, "two")) == ([1], [1, 2])
    assert sorted(path.name for path in folder.folder.iterdir()) == ["one.db", "two.db"]


def test_nobody_changes_a_snapshot(folder):
    write(folder, "one", 1)
    with (
        folder.reading("one") as database,
        database.open_reading() as session,
        pytest.raises(OperationalError),
    ):
        session.execute(text("INSERT INTO fact VALUES (2)"))


def test_one_that_is_not_finished_is_not_there(folder):
    with pytest.raises(KeyError), folder.making("one"):
        raise KeyError
    assert not folder.has("one")
    assert list(folder.folder.iterdir()) == []
    for ask in (folder.reading("one"), folder.making("two", copy_of="one")):
        with pytest.raises(SnapshotGone), ask:
            pass


def test_one_that_is_read_may_be_removed_meanwhile(folder):
    write(folder, "one", 1)
    with folder.reading("one") as database:
        folder.remove("one")
        with database.open_reading() as session:
            assert list(session.scalars(text("SELECT number FROM fact"))) == [1]


def test_of_too_many_the_one_used_longest_ago_goes(folder):
    for number, name in enumerate(("one", "two", "three")):
        write(folder, name, number)
        age = SystemClock().now() - timedelta(minutes=10 - number)
        os.utime(folder.folder / f"{name}.db", (age.timestamp(), age.timestamp()))
    numbers(folder, "one")
    write(folder, "four", 4)
    assert [name for name in ("one", "two", "three", "four") if folder.has(name)] == [
        "one",
        "three",
        "four",
    ]


def test_what_nobody_uses_for_a_day_goes(folder):
    write(folder, "one", 1)
    old = (SystemClock().now() - LONGEST - timedelta(minutes=1)).timestamp()
    os.utime(folder.folder / "one.db", (old, old))
    folder.trim()
    assert not folder.has("one")


def test_the_shared_folder_is_for_nobody_else():
    assert snapshot_folder().folder.stat().st_mode & 0o077 == 0
