"""Plays the scenarios of drafts that somebody asked for, one run after the other.

Each run is a process of its own (`engine/trial/scenario_process.py`): it gives way to everybody
else on the machine, and has an end. What it has found is written as it comes, so that a page shows
how far it is. A run whose server died stays as far as it was, and is shown as stopped.
"""

import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Timer
from typing import Any

import orjson
import structlog
from sqlalchemy import select, update

from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.persistence.procedure_drafts import DraftRevision, ProcedureFile
from engine.persistence.scenario_runs import ScenarioRun
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import ScenarioRunState

PROCESS = "engine.trial.scenario_process"
LONGEST_SECONDS = 900.0
"""How long a run may take in all."""
DEAD_AFTER = timedelta(seconds=90)
"""When nothing has been heard of a run for so long, its server died."""
BETWEEN_WRITES_SECONDS = 1.0

log = structlog.get_logger(__name__)

Lines = Iterator[Mapping[str, Any]]
Play = Callable[[Bundle], Any]
"""From a bundle to a context with the lines that its process writes."""


@dataclass
class _Progress:
    """What has come of a run so far."""

    total: int = 0
    problem: str = ""
    scenarios: list[Mapping[str, Any]] = field(default_factory=list)

    def take(self, line: Mapping[str, Any]) -> None:
        self.total = line.get("total", self.total)
        self.problem = line.get("problem", self.problem)
        if "file" in line:
            self.scenarios.append(line)

    @property
    def is_whole(self) -> bool:
        return bool(self.problem) or (self.total > 0 and len(self.scenarios) == self.total)

    def values(self) -> dict[str, Any]:
        failed = sum(one["failure"] is not None for one in self.scenarios)
        return {
            "total": self.total,
            "passed": len(self.scenarios) - failed,
            "failed": failed,
            "problem": self.problem,
            "results": {"scenarios": self.scenarios},
        }


def play_waiting_runs(engine: Engine, play: Play | None = None) -> int:
    """Play every run that waits; return how many. Those that died are marked as stopped."""
    stop_dead_runs(engine)
    played = 0
    while (taken := _take_next(engine)) is not None:
        run_id, bundle = taken
        _play(engine, run_id, bundle, play or lines_of_process)
        played += 1
    return played


def stop_dead_runs(engine: Engine) -> None:
    """Mark runs as stopped of which nothing has been heard for long."""
    now = engine.clock.now()
    is_dead = (
        ScenarioRun.state == ScenarioRunState.RUNNING,
        ScenarioRun.seen_at < now - DEAD_AFTER,
    )
    with engine.open_reading() as work:
        # A look first: on SQLite a transaction that writes would hold others up every round.
        if work.session.scalar(select(ScenarioRun.id).where(*is_dead).limit(1)) is None:
            return
    ended = {"state": ScenarioRunState.STOPPED, "ended_at": now}
    with engine.open_unit_of_work() as work:
        work.session.execute(update(ScenarioRun).where(*is_dead).values(ended))
        work.commit()


def _take_next(engine: Engine) -> tuple[uuid.UUID, Bundle] | None:
    """Take the run that has waited longest, unless another process takes it at this moment."""
    waiting = select(ScenarioRun.id).where(ScenarioRun.state == ScenarioRunState.WAITING)
    with engine.open_reading() as work:
        run_id = work.session.scalar(waiting.order_by(ScenarioRun.asked_at).limit(1))
    if run_id is None:
        return None
    with engine.open_unit_of_work() as work:
        run = work.session.scalar(
            select(ScenarioRun)
            .where(ScenarioRun.id == run_id, ScenarioRun.state == ScenarioRunState.WAITING)
            .with_for_update(skip_locked=True)
        )
        if run is None:
            return None
        run.state, run.seen_at = ScenarioRunState.RUNNING, engine.clock.now()
        bundle = Bundle(_files(work, run.draft_id, run.revision))
        work.commit()
    return run_id, bundle


def _files(work: UnitOfWork, draft_id: uuid.UUID, revision: int) -> dict[str, bytes]:
    hashes = work.session.get_one(DraftRevision, (draft_id, revision)).files
    query = select(ProcedureFile.content_hash, ProcedureFile.content).where(
        ProcedureFile.content_hash.in_(set(hashes.values()))
    )
    contents = {row.content_hash: row.content for row in work.session.execute(query)}
    return {path: contents[content_hash] for path, content_hash in hashes.items()}


def _play(engine: Engine, run_id: uuid.UUID, bundle: Bundle, play: Play) -> None:
    progress, written_at = _Progress(), time.monotonic()
    with play(bundle) as lines:
        for line in lines:
            progress.take(line)
            if time.monotonic() - written_at >= BETWEEN_WRITES_SECONDS:
                if not _write(engine, run_id, progress):
                    # Somebody stopped it: what comes next is for nobody.
                    return
                written_at = time.monotonic()
    state = ScenarioRunState.DONE if progress.is_whole else ScenarioRunState.STOPPED
    _write(engine, run_id, progress, state)
    log.info("scenarios_played", run=str(run_id), state=state, total=progress.total)


def _write(
    engine: Engine, run_id: uuid.UUID, progress: _Progress, state: ScenarioRunState | None = None
) -> bool:
    """Write how far a run is, or its end; say whether it is still wanted."""
    now = engine.clock.now()
    values = {**progress.values(), "seen_at": now}
    if state is not None:
        values |= {"state": state, "ended_at": now}
    still_wanted = (ScenarioRun.id == run_id, ScenarioRun.state == ScenarioRunState.RUNNING)
    with engine.open_unit_of_work() as work:
        written = work.session.execute(update(ScenarioRun).where(*still_wanted).values(values))
        work.commit()
        return bool(getattr(written, "rowcount", 0))


@contextmanager
def lines_of_process(bundle: Bundle) -> Iterator[Lines]:
    """Play a bundle's scenarios in a process of its own; it is gone when the block is left."""
    # Isolated (-I), with an empty environment: neither settings nor keys reach it.
    command = [sys.executable, "-I", "-m", PROCESS]
    # A process that is killed leaves its database behind, so the folder is ours to remove.
    with (
        tempfile.TemporaryDirectory(prefix="concord-scenarios-") as folder,
        subprocess.Popen(  # noqa: S603 - our own module; the bundle goes in as data
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"TMPDIR": folder},
        ) as process,
    ):
        ends = Timer(LONGEST_SECONDS, process.kill)
        ends.daemon = True
        ends.start()
        try:
            yield _read(process, bundle)
        finally:
            ends.cancel()
            process.kill()


def _read(process: "subprocess.Popen[bytes]", bundle: Bundle) -> Lines:
    if process.stdin is None or process.stdout is None:
        return
    try:
        process.stdin.write(bundle.to_bytes())
        process.stdin.close()
    except BrokenPipeError:
        return
    for line in process.stdout:
        # One that is killed may leave half a line.
        if line.endswith(b"\n"):
            yield orjson.loads(line)
