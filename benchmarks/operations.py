"""What the operations room costs: `python -m benchmarks.operations [--quick] [--json]`.

One run prints, for PostgreSQL, the server's time for each page with 1,000 and with 1,000,000
process instances in the database, and the ratio of the two. The real app answers, with its real
templates; between it and the clock is only Flask's test client. It takes some minutes, most of
them to write the million.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import select, text

from api.app import create_app
from benchmarks.house import OFFICE, House
from benchmarks.many_instances import add_instances
from benchmarks.submit import databases
from benchmarks.visitor import Compared, Visitor, compare
from engine.persistence.case_facts import KeptReport
from engine.persistence.database import Database
from engine.persistence.instances import ProcessInstance
from engine.reports.keeping import keep_facts
from engine.reports.keeping_reports import keep_reports
from engine.reports.periods import Period, Span, quarter_of
from engine.runtime.delivering import deliver_notifications

FEW = 1_000
MOST_MS = 200.0
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
    (MANAGER, "report", "/reports?quarter={quarter}"),
)


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    many: int
    rounds: int


QUICK = Size(many=20_000, rounds=5)
WHOLE = Size(many=1_000_000, rounds=20)


@dataclass(frozen=True)
class Row:
    """One line of the table: a page, and how long it takes with few and with many instances."""

    page: str
    times: Compared


class Room:
    """A Concord with so many process instances, and the people who look at them."""

    def __init__(self, database: Database, instances: int) -> None:
        """Fill the database and log in."""
        self.house = House(database)
        cases = [self.house.climb(steps)[0] for steps in (2, 3, 4)]
        ids = [case.case_id for case in cases]
        while deliver_notifications(self.house.engine):
            pass
        keep_facts(self.house.engine)
        add_instances(self.house, ids, instances - len(ids))
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                text("VACUUM ANALYZE")
            )
        app = create_app(engine=self.house.engine)
        self.visitors = {
            role: Visitor(self.house, app, role, OFFICE) for role in (ADMINISTRATOR, MANAGER)
        }
        with self.house.engine.open_reading() as work:
            own = ProcessInstance.case_id == ids[0]
            self.instance = work.session.scalars(select(ProcessInstance.id).where(own)).one()
        self.reference = cases[0].reference
        self.quarter = quarter_of(self.house.engine.clock.now())
        self._count_ahead()

    def _count_ahead(self) -> None:
        """Let the job count the report until the one that is measured is there."""
        period = Period(self.quarter, Span.QUARTER)
        while keep_reports(self.house.engine):
            with self.house.engine.open_reading() as work:
                kept = set(work.session.scalars(select(KeptReport.period)))
            if {period.key, period.before.key} <= kept:
                return

    def address(self, address: str) -> str:
        """Return the address of a page with what it names."""
        following = None
        if "{next}" in address:
            following = self.visitors[ADMINISTRATOR].next_page(address.partition("&page")[0])
        return address.format(
            next=following,
            instance=self.instance,
            reference=self.reference,
            quarter=f"{self.quarter:%Y-%m}",
        )


def measure(open_database: Callable[[str], Database], size: Size) -> list[Row]:
    """Measure every page, few and many turn by turn."""
    begin = time.perf_counter()
    few, many = Room(open_database("few"), FEW), Room(open_database("many"), size.many)
    print(f"{size.many:,} written in {time.perf_counter() - begin:.0f} s", file=sys.stderr)
    rows = []
    for role, page, address in PAGES:
        times = compare(
            partial(few.visitors[role].time, few.address(address)),
            partial(many.visitors[role].time, many.address(address)),
            size.rounds,
        )
        rows.append(Row(page, times))
        print(f"  {page}: {times.few_ms:.1f}, {times.many_ms:.1f} ms", file=sys.stderr)
    return rows


def table(rows: list[Row], many: int) -> str:
    """Return the figures as a Markdown table."""
    lines = [
        f"| page | {FEW:,} instances | {many:,} instances | ratio | under {MOST_MS:.0f} ms |",
        "|---|---:|---:|---:|---|",
    ]
    lines += [f"| {row.page} | {row.times.cells(MOST_MS)} |" for row in rows]
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
    if options.json:
        print(json.dumps([{"page": row.page, **row.times._asdict()} for row in rows]))
    else:
        print(table(rows, size.many))


if __name__ == "__main__":
    main()
