"""SQL that is compiled once for all databases of one kind that a process opens.

SQLAlchemy keeps what it has compiled for one engine only. But a trial run opens a store of its own
for every look and every step, and would spend most of that time on compiling the same queries.
"""

from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy import Compiled, Dialect
from sqlalchemy.util import LRUCache
from typing_extensions import override

MOST_STATEMENTS = 2_000
"""More than Concord has; those least recently used make room."""


class _SharedStatements(MutableMapping[tuple[Any, ...], Compiled]):
    """What SQLAlchemy's `compiled_cache` wants; its keys begin with an engine's own dialect."""

    def __init__(self) -> None:
        """Begin empty."""
        self._kept: LRUCache[tuple[Any, ...], Compiled] = LRUCache(MOST_STATEMENTS)

    @override
    def __getitem__(self, key: tuple[Any, ...]) -> Compiled:
        return self._kept[_by_kind(key)]

    @override
    def __setitem__(self, key: tuple[Any, ...], statement: Compiled) -> None:
        self._kept[_by_kind(key)] = statement

    @override
    def __delitem__(self, key: tuple[Any, ...]) -> None:
        del self._kept[_by_kind(key)]

    @override
    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._kept)

    @override
    def __len__(self) -> int:
        return len(self._kept)


def _by_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a key with the kind and version of database in place of the engine's dialect.

    Every engine of Concord has the same options, so that nothing else makes SQL differ.
    """
    dialect: Dialect = key[0]
    return (type(dialect), dialect.server_version_info, *key[1:])


SHARED_STATEMENTS = _SharedStatements()
