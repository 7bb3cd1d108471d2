"""Ask for a run of all scenarios of a draft, and stop one. A background job plays them."""

import uuid

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotAllowedError
from engine.persistence.scenario_runs import ScenarioRun
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.procedure_drafts import file_hashes
from engine.trial.scenarios import is_scenario
from engine.vocabulary import ScenarioRunState
from engine.workshop.locking import lock_draft

ONE_AT_A_TIME = "The scenarios of this draft are being run already."
NO_SCENARIOS = "This draft has no scenarios yet. Add one, or save a trial run as a scenario."


def ask_for_run(engine: Engine, actor: Actor, draft_id: uuid.UUID) -> uuid.UUID:
    """Let all scenarios of a draft's newest revision be played; return the run's id.

    Raises:
        NotFoundError: there is no such draft, or the actor does not edit for its partnership.
        NotAllowedError: a run of this draft is under way.
        InputRefusedError: the draft has no scenarios.
    """
    now = engine.clock.now()
    with engine.open_unit_of_work() as work:
        draft = lock_draft(work, actor, draft_id)
        if _open_run(work, draft_id) is not None:
            raise NotAllowedError(ONE_AT_A_TIME)
        if not any(map(is_scenario, file_hashes(work, draft_id, draft.revision))):
            raise InputRefusedError(NO_SCENARIOS)
        run = ScenarioRun(
            id=uuid.uuid4(),
            draft_id=draft_id,
            revision=draft.revision,
            state=ScenarioRunState.WAITING,
            asked_by=actor.person_id,
            asked_at=now,
            seen_at=now,
            ended_at=None,
            total=0,
            passed=0,
            failed=0,
            problem="",
            results={"scenarios": []},
        )
        work.session.add(run)
        work.commit()
        return run.id


def stop_run(engine: Engine, actor: Actor, draft_id: uuid.UUID) -> bool:
    """Stop the run of a draft that is under way; say whether there was one.

    What has been played stays. The process that plays it ends with its next result.

    Raises:
        NotFoundError: there is no such draft, or the actor does not edit for its partnership.
    """
    with engine.open_unit_of_work() as work:
        lock_draft(work, actor, draft_id)
        run = _open_run(work, draft_id)
        if run is None:
            return False
        run.state, run.ended_at = ScenarioRunState.STOPPED, engine.clock.now()
        work.commit()
        return True


def _open_run(work: UnitOfWork, draft_id: uuid.UUID) -> ScenarioRun | None:
    query = select(ScenarioRun).where(
        ScenarioRun.draft_id == draft_id, ScenarioRun.ended_at.is_(None)
    )
    return work.session.scalar(query)
