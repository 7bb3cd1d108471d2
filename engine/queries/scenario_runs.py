"""Runs of a draft's scenarios as its editors see them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from engine.access import Actor
from engine.persistence.directory import Person
from engine.persistence.scenario_runs import ScenarioRun
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.procedure_drafts import load_draft
from engine.vocabulary import ScenarioRunState

UNDER_WAY = (ScenarioRunState.WAITING, ScenarioRunState.RUNNING)


@dataclass(frozen=True)
class PlayedScenario:
    """How one scenario went."""

    file: str
    title: str
    failure: str | None
    failed_step: int | None
    elements: frozenset[str]
    flows: frozenset[str]

    @property
    def passed(self) -> bool:
        """Tell whether everything was as the scenario says."""
        return self.failure is None


@dataclass(frozen=True)
class ScenarioRunDetails:
    """All scenarios of one revision of a draft: as far as they have been played."""

    id: uuid.UUID
    revision: int
    state: str
    """A `ScenarioRunState`."""
    asked_by_name: str
    asked_at: datetime
    ended_at: datetime | None
    total: int
    passed: int
    failed: int
    problem: str
    """Why nothing could be played, empty when it could."""
    scenarios: tuple[PlayedScenario, ...]

    @property
    def is_under_way(self) -> bool:
        """Tell whether more results will come."""
        return self.state in UNDER_WAY

    @property
    def done(self) -> int:
        """How many scenarios have been played."""
        return self.passed + self.failed

    @property
    def has_passed(self) -> bool:
        """Tell whether every scenario was played and all is as they say; none shows nothing."""
        return self.state == ScenarioRunState.DONE and 0 < self.total == self.passed


def newest_run(
    work: UnitOfWork, actor: Actor, draft_id: uuid.UUID, revision: int | None = None
) -> ScenarioRunDetails | None:
    """Return the newest run of a draft, or of one of its revisions; None without any.

    Raises:
        NotFoundError: there is no such draft, or the actor does not edit for its partnership.
    """
    load_draft(work, actor, draft_id)
    query = _newest(draft_id)
    if revision is not None:
        query = query.where(ScenarioRun.revision == revision)
    run = work.session.scalar(query)
    if run is None:
        return None
    name = work.session.scalars(select(Person.name).where(Person.id == run.asked_by)).one()
    return _details(run, name)


def _newest(draft_id: uuid.UUID) -> Select[ScenarioRun]:
    newest_first = (ScenarioRun.asked_at.desc(), ScenarioRun.id)
    return (
        select(ScenarioRun).where(ScenarioRun.draft_id == draft_id).order_by(*newest_first).limit(1)
    )


def _details(run: ScenarioRun, asked_by_name: str) -> ScenarioRunDetails:
    return ScenarioRunDetails(
        id=run.id,
        revision=run.revision,
        state=run.state,
        asked_by_name=asked_by_name,
        asked_at=run.asked_at,
        ended_at=run.ended_at,
        total=run.total,
        passed=run.passed,
        failed=run.failed,
        problem=run.problem,
        scenarios=tuple(_played(one) for one in run.results.get("scenarios", ())),
    )


def _played(one: Mapping[str, Any]) -> PlayedScenario:
    return PlayedScenario(
        file=one["file"],
        title=one["title"],
        failure=one["failure"],
        failed_step=one["failed_step"],
        elements=frozenset(one["elements"]),
        flows=frozenset(one["flows"]),
    )
