"""What the operations room costs: `python -m benchmarks.operations [--quick] [--json]`.

One run prints, for PostgreSQL, the server's time for each page with 1,000 and with 1,000,000
process instances in the database, and the ratio of the two. The real app answers, with its real
templates; between it and the clock is only Flask's test client. It takes some minutes, most of
them to write the million.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select, text

from api.app import create_app
from benchmarks.house import House
from benchmarks.many_instances import add_instances
from benchmarks.submit import databases
from engine.persistence.database import Database
from engine.persistence.directory import Person
from engine.persistence.instances import ProcessInstance

FEW = 1_000
MOST_MS = 200.0
OFFICE = "berkshire-partnership"
BERKSHIRE = "procedure=berkshire_escalation"
ADMINISTRATOR, MANAGER = "administrator", "business-manager"
PAGES = (
    (ADMINISTRATOR, "instances", "/operations/instances"),
    (ADMINISTRATOR, "instances, all states", "/operations/instances?state=any"),
    (ADMINISTRATOR, "instances, second page", "/operations/instances?state=any&page={next}"),
    (ADMINISTRATOR, "at one element", f"/operations/instances?{BERKSHIRE}&element=Task_S2_Contact"),
    (ADMINISTRATOR, "overdue", "/operations/instances?overdue=yes"),
    (ADMINISTRATOR, "with an incident", "/operations/instances?incident=yes"),
    (ADMINISTRATOR, "of an agency", "/operations/instances?state=any&agency=reading-school"),
    (
        ADMINISTRATOR,
        "of an agency in none",
        "/operations/instances?state=any&agency=berkshire-health",
    ),
    (ADMINISTRATOR, "older than a year", "/operations/instances?state=ended&older=365"),
    (ADMINISTRATOR, "one reference", "/operations/instances?state=any&reference={reference}"),
    (ADMINISTRATOR, "one instance", "/operations/instances/{instance}"),
    (ADMINISTRATOR, "what to look at today", "/operations"),
    (ADMINISTRATOR, "heat map", "/operations/heat-map"),
    (ADMINISTRATOR, "incidents", "/operations/incidents"),
    (ADMINISTRATOR, "operation log", "/operations/log"),
    (MANAGER, "report", "/reports"),
)


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    many: int
    rounds: int


QUICK = Size(many=20_000, rounds=5)
WHOLE = Size(many=1_000_000, rounds=15)


@dataclass(frozen=True)
class Row:
    """One line of the table: a page, and how long it takes with few and with many instances."""

    page: str
    few_ms: float
    many_ms: float

    @property
    def ratio(self) -> float:
        """How much longer it takes with many."""
        return self.many_ms / self.few_ms


class Room:
    """A Concord with so many process instances, and the people who look at them."""

    def __init__(self, database: Database, instances: int) -> None:
        """Fill the database and log in."""
        self.house = House(database)
        cases = [self.house.climb(steps)[0] for steps in (2, 3, 4)]
        ids = [case.case_id for case in cases]
        add_instances(self.house, ids, instances - len(ids))
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                text("VACUUM ANALYZE")
            )
        self.app = create_app(engine=self.house.engine)
        self.clients = {role: self._client(role) for role in (ADMINISTRATOR, MANAGER)}
        with self.house.engine.open_reading() as work:
            own = ProcessInstance.case_id == ids[0]
            self.instance = work.session.scalars(select(ProcessInstance.id).where(own)).one()
        self.reference = cases[0].reference

    def _client(self, role: str) -> FlaskClient:
        client = self.app.test_client()
        with self.house.engine.open_reading() as work:
            own = Person.id == self.house.actor(role, OFFICE).person_id
            account = work.session.scalars(select(Person.fs_uniquifier).where(own)).one()
        with client.session_transaction() as session:
            session |= {"_user_id": account, "_fresh": True}
        return client

    def address(self, address: str) -> str:
        """Return the address of a page with what it names."""
        following = ""
        if "{next}" in address:
            first = self.clients[ADMINISTRATOR].get(address.partition("&page")[0])
            page = first.get_data(as_text=True)
            following = page.split('rel="next"')[0].rpartition("page=")[2].split('"')[0]
        return address.format(next=following, instance=self.instance, reference=self.reference)

    def time(self, role: str, address: str) -> float:
        """Return the milliseconds that the server needs for a page."""
        begin = time.perf_counter()
        answer = self.clients[role].get(address)
        took = (time.perf_counter() - begin) * 1000
        if answer.status_code != 200:  # noqa: PLR2004
            sys.exit(f"{address}: {answer.status}")
        return took


def measure(open_database: Callable[[str], Database], size: Size) -> list[Row]:
    """Measure every page, few and many turn by turn."""
    begin = time.perf_counter()
    few, many = Room(open_database("few"), FEW), Room(open_database("many"), size.many)
    print(f"{size.many:,} written in {time.perf_counter() - begin:.0f} s", file=sys.stderr)
    rows = []
    for role, page, address in PAGES:
        addresses = few.address(address), many.address(address)
        times: tuple[list[float], list[float]] = ([], [])
        for turn in range(size.rounds + 2):
            took = few.time(role, addresses[0]), many.time(role, addresses[1])
            # The first two fill caches and make plans ready.
            if turn > 1:
                times[0].append(took[0])
                times[1].append(took[1])
        rows.append(Row(page, *(statistics.median(one) for one in times)))
        print(f"  {page}: {rows[-1].few_ms:.1f}, {rows[-1].many_ms:.1f} ms", file=sys.stderr)
    return rows


def table(rows: list[Row], many: int) -> str:
    """Return the figures as a Markdown table."""
    lines = [
        f"| page | {FEW:,} instances | {many:,} instances | ratio | under {MOST_MS:.0f} ms |",
        "|---|---:|---:|---:|---|",
    ]
    lines += [
        f"| {row.page} | {row.few_ms:.1f} ms | {row.many_ms:.1f} ms | {row.ratio:.2f} "
        f"| {'yes' if row.many_ms < MOST_MS else 'no'} |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20,000 instances: within a minute")
    parser.add_argument("--json", action="store_true", help="figures for machines")
    options = parser.parse_args()
    size = QUICK if options.quick else WHOLE
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as kinds:
        rows = measure(kinds["PostgreSQL"], size)
    print(json.dumps([vars(row) for row in rows]) if options.json else table(rows, size.many))


if __name__ == "__main__":
    main()
