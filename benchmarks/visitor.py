"""Somebody who has logged in and opens pages, and how long the server needs for them.

The real app answers, with its real templates; between it and the clock is only Flask's test client.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

from flask import Flask
from sqlalchemy import select

from benchmarks.house import SCHOOL, House
from engine.persistence.directory import Person


class Visitor:
    """One person's browser."""

    def __init__(self, house: House, app: Flask, role: str, agency_key: str = SCHOOL) -> None:
        """Log the demo person in who has this role in the agency."""
        self._client = app.test_client()
        with house.engine.open_reading() as work:
            own = Person.id == house.actor(role, agency_key).person_id
            account = work.session.scalars(select(Person.fs_uniquifier).where(own)).one()
        with self._client.session_transaction() as session:
            session |= {"_user_id": account, "_fresh": True}

    def next_page(self, address: str) -> str | None:
        """Return the `page` of the link to the next page of a list; None: there is no such link."""
        before, link, _ = self._client.get(address).get_data(as_text=True).partition('rel="next"')
        return before.rpartition("page=")[2].split('"')[0] if link else None

    def time(self, address: str) -> float:
        """Return the milliseconds that the server needs for a page."""
        begin = time.perf_counter()
        answer = self._client.get(address)
        took = (time.perf_counter() - begin) * 1000
        if answer.status_code != 200:  # noqa: PLR2004
            sys.exit(f"{address}: {answer.status}")
        return took


class Compared(NamedTuple):
    """The medians of two times in milliseconds."""

    few_ms: float
    many_ms: float

    @property
    def ratio(self) -> float:
        """How much longer the second one takes."""
        return self.many_ms / self.few_ms

    def cells(self, most_ms: float) -> str:
        """Return both, their ratio, and whether the second is short enough, as cells of a table."""
        is_quick = "yes" if self.many_ms < most_ms else "no"
        return f"{self.few_ms:.1f} ms | {self.many_ms:.1f} ms | {self.ratio:.2f} | {is_quick}"


def compare(few: Callable[[], float], many: Callable[[], float], rounds: int) -> Compared:
    """Time two pages turn by turn, so that whatever else the machine does slows both down."""
    # The first two fill caches and make plans ready.
    turns = [(few(), many()) for _ in range(rounds + 2)][2:]
    return Compared(*(statistics.median(times) for times in zip(*turns, strict=True)))
