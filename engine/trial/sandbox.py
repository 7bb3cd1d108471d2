"""Trial runs: begin one, do a step, go back, and look; the real store keeps the steps alone."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import delete, select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.errors import EngineError, InputRefusedError, NotFoundError
from engine.persistence.sandbox_runs import STEPS_LABEL, SandboxRun
from engine.persistence.snapshots import snapshot_folder
from engine.persistence.unit_of_work import UnitOfWork
from engine.trial.sandbox_states import StateMaker
from engine.trial.sandbox_steps import MOST_STEPS, Beginning, RunContent, RunStep
from engine.trial.sandbox_store import TrialStore

MOST_RUNS = 5
"""So many trial runs somebody keeps; of one more, the one that was left longest ago goes."""


class RunMovedOnError(InputRefusedError):
    """The run has gone on in another window since the page was shown; nothing was done."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This trial run has gone on in another window. Here is how it stands now.")


@dataclass(frozen=True)
class RunSource:
    """What is tried: a version, or a saved state of a draft."""

    process_definition_id: int | None = None
    draft_id: uuid.UUID | None = None
    draft_revision: int | None = None


@dataclass(frozen=True)
class Run:
    """One trial run."""

    id: uuid.UUID
    source: RunSource
    content: RunContent

    @property
    def state(self) -> str:
        """What a page shows it was made from: the steps, and the files that they go over."""
        return f"{self.content.state}-{self.source.draft_revision or 0}"


def begin_run(
    engine: Engine, actor: Actor, source: RunSource, bundle: Bundle, beginning: Beginning
) -> uuid.UUID:
    """Begin a trial run of a bundle; return its id.

    Raises:
        DeploymentRefusedError: the bundle has errors.
        RunCannotBegin: it fails before its first step is open.
        InputRefusedError: no case can begin there.
    """
    run = Run(uuid.uuid4(), source, RunContent(beginning))
    _states(engine, run, bundle).make(0)
    now = engine.clock.now()
    with engine.open_unit_of_work() as work:
        _make_room(work, actor)
        row = SandboxRun(
            id=run.id,
            person_id=actor.person_id,
            process_definition_id=source.process_definition_id,
            draft_id=source.draft_id,
            draft_revision=source.draft_revision,
            steps=engine.sealer.seal_json(run.content.document(), STEPS_LABEL),
            state=run.content.state,
            made_at=now,
            seen_at=now,
        )
        work.session.add(row)
        work.commit()
    return run.id


def take_step(engine: Engine, actor: Actor, run: Run, bundle: Bundle, step: RunStep) -> None:
    """Do one more step in a run.

    Raises:
        EngineError: it is refused, as it would be in a real case; nothing counts then.
        RunMovedOnError: the run has gone on since it was loaded.
    """
    if len(run.content.steps) >= MOST_STEPS:
        raise InputRefusedError(f"A trial run has at most {MOST_STEPS} steps. Begin another one.")
    changed = Run(run.id, run.source, run.content.then(step))
    _states(engine, changed, bundle).make(len(changed.content.steps))
    _write(engine, actor, run, changed)


def go_back(engine: Engine, actor: Actor, run: Run, count: int) -> None:
    """Take a run back to how it was after `count` steps; the others are forgotten.

    Raises:
        InputRefusedError: there are not so many.
        RunMovedOnError: the run has gone on since it was loaded.
    """
    if not 0 <= count < len(run.content.steps):
        raise InputRefusedError("There is no such step to go back to.")
    _write(engine, actor, run, Run(run.id, run.source, run.content.first(count)))


def go_over(
    engine: Engine, actor: Actor, run: Run, source: RunSource, bundle: Bundle
) -> tuple[int, EngineError | None]:
    """Do the steps of a run on other files: a later state of the draft.

    Returns how many were done; steps that no longer fit are left out from the first one on, and
    why it does not fit is returned as well.

    Raises:
        DeploymentRefusedError: the bundle has errors.
        RunCannotBegin: it fails before its first step is open.
        RunMovedOnError: the run has gone on since it was loaded.
    """
    states = _states(engine, run, bundle)
    states.make(0)
    count, refused = len(run.content.steps), None
    for number in range(1, count + 1):
        try:
            states.make(number)
        except EngineError as error:
            count, refused = number - 1, error
            break
    _write(engine, actor, run, Run(run.id, source, run.content.first(count)))
    return count, refused


def events_before_last(engine: Engine, run: Run, bundle: Bundle) -> int | None:
    """Return how many events the case had before the last step; None where it is not known."""
    count = len(run.content.steps)
    if count == 0:
        return None
    before = Run(run.id, run.source, run.content.first(count - 1))
    with open_run(engine, before, bundle) as store:
        return store.case.history_count


def end_run(engine: Engine, actor: Actor, run_id: uuid.UUID) -> None:
    """Remove a trial run with all its states."""
    with engine.open_unit_of_work() as work:
        _own_row(work, actor, run_id)
        work.session.execute(delete(SandboxRun).where(SandboxRun.id == run_id))
        work.commit()
    snapshot_folder().remove(run_id.hex)


def load_run(engine: Engine, work: UnitOfWork, actor: Actor, run_id: uuid.UUID) -> Run:
    """Return one of the actor's own trial runs.

    Raises:
        NotFoundError: they have no such run.
    """
    return _run(engine, _own_row(work, actor, run_id))


def list_runs(
    engine: Engine, work: UnitOfWork, actor: Actor, source: RunSource
) -> tuple[tuple[Run, SandboxRun], ...]:
    """Return the actor's runs of a version or of any state of a draft, the latest first."""
    query = select(SandboxRun).where(
        SandboxRun.person_id == actor.person_id,
        SandboxRun.process_definition_id == source.process_definition_id
        if source.draft_id is None
        else SandboxRun.draft_id == source.draft_id,
    )
    rows = work.session.scalars(query.order_by(SandboxRun.seen_at.desc()))
    return tuple((_run(engine, row), row) for row in rows)


@contextmanager
def open_run(engine: Engine, run: Run, bundle: Bundle) -> Iterator[TrialStore]:
    """Give the store of a run to look at; what is missing of it is played again.

    Raises:
        EngineError: its steps cannot be done any more.
    """
    with _states(engine, run, bundle).open() as store:
        yield store


@contextmanager
def open_bundle(engine: Engine, bundle: Bundle) -> Iterator[Engine]:
    """Give an engine over the demo directory and a bundle, without any case, to look at.

    Raises:
        DeploymentRefusedError: the bundle has errors.
    """
    with StateMaker(snapshot_folder(), engine.settings, bundle).open_bundle() as found:
        yield found


def _states(engine: Engine, run: Run, bundle: Bundle) -> StateMaker:
    return StateMaker(snapshot_folder(), engine.settings, bundle, run.id, run.content)


def _make_room(work: UnitOfWork, actor: Actor) -> None:
    query = (
        select(SandboxRun.id)
        .where(SandboxRun.person_id == actor.person_id)
        .order_by(SandboxRun.seen_at.desc())
        .offset(MOST_RUNS - 1)
    )
    surplus = work.session.scalars(query).all()
    work.session.execute(delete(SandboxRun).where(SandboxRun.id.in_(surplus)))


def _write(engine: Engine, actor: Actor, before: Run, after: Run) -> None:
    with engine.open_unit_of_work() as work:
        row = _own_row(work, actor, before.id, is_locked=True)
        is_same_source = row.draft_revision == before.source.draft_revision
        if row.state != before.content.state or not is_same_source:
            raise RunMovedOnError
        row.steps = engine.sealer.seal_json(after.content.document(), STEPS_LABEL)
        row.state, row.seen_at = after.content.state, engine.clock.now()
        row.draft_revision = after.source.draft_revision
        work.commit()


def _own_row(
    work: UnitOfWork, actor: Actor, run_id: uuid.UUID, *, is_locked: bool = False
) -> SandboxRun:
    query = select(SandboxRun).where(
        SandboxRun.id == run_id, SandboxRun.person_id == actor.person_id
    )
    row = work.session.scalar(query.with_for_update() if is_locked else query)
    if row is None:
        raise NotFoundError("trial run", run_id)
    return row


def _run(engine: Engine, row: SandboxRun) -> Run:
    document: Mapping[str, object] = engine.sealer.open_json(row.steps, STEPS_LABEL)
    source = RunSource(row.process_definition_id, row.draft_id, row.draft_revision)
    return Run(row.id, source, RunContent.read(document))
