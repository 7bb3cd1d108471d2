"""What inbox and case page cost: `python -m benchmarks.worklist [--quick] [--json]`.

One run prints, for SQLite and PostgreSQL, the server's time for each page with 100 and with 100,000
open tasks in the database, and the ratio of the two: for a practitioner with few tasks of their
own, and for a line manager to whose group all of them are open. The real app answers, with its
real templates; between it and the clock is only Flask's test client.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import text

from api.app import create_app
from benchmarks.house import House
from benchmarks.open_tasks import add_open_tasks
from benchmarks.submit import databases
from benchmarks.visitor import Compared, Visitor, compare
from engine.persistence.database import Database

FEW = 100
MOST_MS = 50.0
OWN_CASES = 5
NOBODYS = "berkshire-health"
"""An agency that takes part in none of the cases: a filter that fits nothing."""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    many: int
    rounds: int


QUICK = Size(many=5_000, rounds=9)
WHOLE = Size(many=100_000, rounds=25)

PRACTITIONER, MANAGER = "practitioner", "line-manager"
INBOXES = (
    ("to do", "/inbox"),
    ("second page", "/inbox?page={next}"),
    ("mine", "/inbox?view=mine"),
    ("waiting", "/inbox?view=waiting"),
    ("done", "/inbox?view=done"),
    ("done by the team", "/inbox?view=team-done"),
    ("filter: overdue", "/inbox?due=overdue"),
    ("filter that fits all", "/inbox?stage=S1"),
    ("filter that fits nothing", f"/inbox?agency={NOBODYS}"),
)
CASE = "case page"


@dataclass(frozen=True)
class Row:
    """One line of the table: whose page, and how long it takes with few and with many tasks."""

    who: str
    page: str
    times: Compared


class Desk:
    """A Concord with so many open tasks, and two people who have logged in."""

    def __init__(self, database: Database, name: str, tasks: int) -> None:
        """Fill the database and open the pages."""
        self.house = House(database)
        case, _ = self.house.climb(2)
        for _ in range(OWN_CASES - 1):
            self.house.climb(2)
        with_copies = partial(_tell, f"{name}: {tasks:,} open tasks")
        add_open_tasks(self.house, case.case_id, tasks - OWN_CASES, with_copies)
        print(file=sys.stderr)
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
        app = create_app(engine=self.house.engine)
        self.visitors = {role: Visitor(self.house, app, role) for role in (PRACTITIONER, MANAGER)}
        self.reference = case.reference

    def pages(self, role: str) -> list[tuple[str, str]]:
        """Return names and addresses of the pages that are measured for somebody."""
        following = self.visitors[role].next_page("/inbox")
        inboxes = [
            (name, address.format(next=following))
            for name, address in INBOXES
            if following or "{next}" not in address
        ]
        return [*inboxes, (CASE, f"/cases/{self.reference}")]


def measure(open_database: Callable[[str], Database], size: Size) -> list[Row]:
    """Measure everything on one kind of database, few and many turn by turn."""
    few = Desk(open_database("few"), "few", FEW)
    many = Desk(open_database("many"), "many", size.many)
    rows = []
    for role in (PRACTITIONER, MANAGER):
        small = dict(few.pages(role))
        for page, address in many.pages(role):
            if page not in small:
                continue
            times = compare(
                partial(few.visitors[role].time, small[page]),
                partial(many.visitors[role].time, address),
                size.rounds,
            )
            rows.append(Row(role, page, times))
            print(f"  {rows[-1].who}, {page}: {times.many_ms:.1f} ms", file=sys.stderr)
    return rows


def table(figures: dict[str, list[Row]], many: int) -> str:
    """Return the figures as a Markdown table."""
    sizes = f"{FEW} open tasks | {many:,} open tasks"
    lines = [
        f"| who | page | database | {sizes} | ratio | under {MOST_MS:.0f} ms |",
        "|---|---|---|---:|---:|---:|---|",
    ]
    for kind, rows in figures.items():
        lines += [
            f"| {row.who} | {row.page} | {kind} | {row.times.cells(MOST_MS)} |" for row in rows
        ]
    return "\n".join(lines)


def _tell(what: str, done: int) -> None:
    print(f"\r{what}: {done:,} written", end="", file=sys.stderr, flush=True)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="5,000 open tasks: within a minute")
    parser.add_argument("--json", action="store_true", help="figures for machines")
    options = parser.parse_args()
    size = QUICK if options.quick else WHOLE
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as kinds:
        figures = {}
        for kind, opener in kinds.items():
            print(kind, file=sys.stderr)
            figures[kind] = measure(opener, size)
    if options.json:
        named = {
            kind: [{"who": row.who, "page": row.page, **row.times._asdict()} for row in rows]
            for kind, rows in figures.items()
        }
        print(json.dumps(named))
    else:
        print(table(figures, size.many))


if __name__ == "__main__":
    main()
