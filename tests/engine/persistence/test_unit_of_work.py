"""A block that only reads asks the same thing once; one that writes asks again."""

from tests.support.engine import Berkshire


def test_a_block_that_only_reads_asks_once_for_each_key(berkshire: Berkshire):
    answers = iter(["first", None, "third"])
    with berkshire.engine.open_reading() as work:
        assert work.once("a", lambda: next(answers)) == "first"
        assert work.once("a", lambda: next(answers)) == "first"
        assert work.once("b", lambda: next(answers)) is None
        assert work.once("b", lambda: next(answers)) is None
    with berkshire.engine.open_reading() as work:
        assert work.once("a", lambda: next(answers)) == "third"


def test_a_block_that_writes_asks_each_time(berkshire: Berkshire):
    answers = iter(["before", "after"])
    with berkshire.engine.open_unit_of_work() as work:
        assert work.once("a", lambda: next(answers)) == "before"
        assert work.once("a", lambda: next(answers)) == "after"
