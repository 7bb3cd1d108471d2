"""The states of a trial run as snapshots: each step makes one, going back takes an earlier one."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from engine.context import Engine, open_engine
from engine.definitions.bundle import Bundle
from engine.definitions.compiled import compile_bundle
from engine.persistence.snapshots import SnapshotFolder, SnapshotGone
from engine.persistence.upgrading import newest_revision
from engine.runtime.demo_directory import DEMO_DIRECTORY
from engine.settings import Settings
from engine.trial.clock import TrialClock
from engine.trial.example_directory import EXAMPLE_DIRECTORY
from engine.trial.sandbox_acts import begin_case, do_step
from engine.trial.sandbox_steps import Beginning, RunContent
from engine.trial.sandbox_store import TrialStore, open_trial_store
from engine.trial.store import BEGINNING, SETTINGS, bring_in, open_with_directory

NO_RUN = uuid.UUID(int=0)
NOTHING = RunContent(Beginning("", "", "", datetime.min.replace(tzinfo=UTC)))
ATTEMPTS = 3
"""A snapshot may be removed by another process between looking and opening."""


@dataclass(frozen=True)
class StateMaker:
    """Makes and opens the states of one run. What is there already is not made again."""

    folder: SnapshotFolder
    settings: Settings
    bundle: Bundle
    run_id: uuid.UUID = NO_RUN
    content: RunContent = field(default=NOTHING)

    @contextmanager
    def open(self) -> Iterator[TrialStore]:
        """Give the last state of the run to look at.

        Raises:
            EngineError: the run cannot be played.
        """
        count = len(self.content.steps)
        with self._opened(self._name(count), count) as store:
            yield store

    @contextmanager
    def open_bundle(self) -> Iterator[Engine]:
        """Give the demo directory with the bundle to look at, without any case.

        Raises:
            DeploymentRefusedError: the bundle has errors.
        """
        with self.folder.reading(self._bundle()) as database:
            yield open_engine(SETTINGS, clock=TrialClock(BEGINNING), database=database)

    def make(self, count: int) -> None:
        """Make the state after so many steps, with all states before it that are missing.

        Raises:
            DeploymentRefusedError: the bundle has errors.
            EngineError: a step is refused.
        """
        last = next((n for n in range(count, -1, -1) if self.folder.has(self._name(n))), -1)
        for number in range(last + 1, count + 1):
            self._make_one(number)

    @contextmanager
    def _opened(self, name: str, count: int) -> Iterator[TrialStore]:
        for attempt in range(1, ATTEMPTS + 1):
            self.make(count)
            try:
                found = self.folder.reading(name)
                database = found.__enter__()
            except SnapshotGone:
                if attempt == ATTEMPTS:
                    raise
                continue
            try:
                yield open_trial_store(database, self.settings, self.content)
            finally:
                found.__exit__(None, None, None)
            return

    def _make_one(self, number: int) -> None:
        earlier = self._name(number - 1) if number else self._bundle()
        before = self.content.first(max(number - 1, 0))
        with self.folder.making(self._name(number), copy_of=earlier) as database:
            store = open_trial_store(database, self.settings, before, is_begun=number > 0)
            if number == 0:
                begin_case(store, self.content.beginning)
            else:
                do_step(store, self.content.steps[number - 1])

    def _name(self, count: int) -> str:
        """Return the name of a state: the same steps over the same files give the same one."""
        state = self.content.first(count).state
        return f"{self.run_id.hex}-{self.bundle.content_hash[:8]}-{count:03}-{state}"

    def _bundle(self) -> str:
        """Return the name of the state without a case; it is made when it is missing."""
        compile_bundle(self.bundle)
        digest = hashlib.sha256(DEMO_DIRECTORY.read_bytes() + EXAMPLE_DIRECTORY.read_bytes())
        digest.update(newest_revision().encode())
        directory = f"directory-{digest.hexdigest()[:16]}"
        if not self.folder.has(directory):
            with self.folder.making(directory) as database:
                open_with_directory(database)
        digest.update(self.bundle.content_hash.encode())
        name = f"bundle-{digest.hexdigest()[:16]}"
        if not self.folder.has(name):
            with self.folder.making(name, copy_of=directory) as database:
                clock = TrialClock(BEGINNING)
                bring_in(open_engine(SETTINGS, clock=clock, database=database), self.bundle)
        return name
