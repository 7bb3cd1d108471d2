"""One look into the database for each page: what its parts ask alike is asked once."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, g, request

from api.extensions import current_engine
from engine.persistence.unit_of_work import UnitOfWork

LOOKING = frozenset({"GET", "HEAD"})


def set_up_reading(app: Flask) -> None:
    """Close what a request has opened for reading when it ends."""
    app.teardown_request(lambda _error: _close())


@contextmanager
def reading() -> Iterator[UnitOfWork]:
    """Open a block that only reads; a request that only looks has one for all its parts.

    A request that writes opens one each time: what it has read before may hold no longer.
    """
    if request.method not in LOOKING:
        with current_engine().open_reading() as work:
            yield work
        return
    try:
        yield _shared()
    except BaseException:
        # After an error the database may refuse everything else in this block.
        _close()
        raise


def _shared() -> UnitOfWork:
    if "reading" not in g:
        g.reading = current_engine().open_reading().__enter__()
    work: UnitOfWork = g.reading
    return work


def _close() -> None:
    work: UnitOfWork | None = g.pop("reading", None)
    if work is not None:
        work.__exit__(None, None, None)
