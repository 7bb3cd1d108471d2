"""Lines of a table's cell."""

from collections.abc import Iterable


def lines_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return lines without empty and repeated ones, in their order."""
    return tuple(dict.fromkeys(filter(None, words)))
