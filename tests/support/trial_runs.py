"""Somebody who goes through a procedure in a trial run, step by step, as an editor does."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.trial.sandbox import Run, RunSource, begin_run, load_run, open_run, take_step
from engine.trial.sandbox_acts import open_tasks
from engine.trial.sandbox_answering import complete_suggested
from engine.trial.sandbox_steps import Beginning, RunStep, Verb
from engine.trial.sandbox_store import TrialStore
from engine.trial.sandbox_view import RunView, next_limit, view_run
from engine.trial.sandbox_ways import Way, suggest_ways

RAISER = "practitioner@reading-school.example"


@dataclass
class Tryer:
    """An editor with one trial run."""

    engine: Engine
    actor: Actor
    bundle: Bundle
    source: RunSource
    run_id: uuid.UUID = field(default_factory=uuid.uuid4)

    def begin(self, at: datetime, *, person: str = RAISER, area: str = "reading") -> "Tryer":
        """Begin the run."""
        agency = person.removesuffix(".example").partition("@")[2]
        beginning = Beginning(area, agency, person, at)
        self.run_id = begin_run(self.engine, self.actor, self.source, self.bundle, beginning)
        return self

    @property
    def run(self) -> Run:
        """The run as it is stored now."""
        with self.engine.open_reading() as work:
            return load_run(self.engine, work, self.actor, self.run_id)

    def look(self) -> RunView:
        """Return where the run stands."""
        return self.inside(view_run)

    def inside(self, ask: Callable[[TrialStore], Any]) -> Any:
        """Return what something asks of the run's store."""
        with open_run(self.engine, self.run, self.bundle) as store:
            return ask(store)

    @property
    def open_elements(self) -> list[str]:
        """The elements of the open steps, sorted."""
        return sorted(step.place.element_id for step in self.look().open_steps)

    def take(self, element_id: str, leads_to: str = "") -> None:
        """Take suggested answers to an open step; the ones that lead to a step of this name."""
        places = [place for _, place in self.inside(open_tasks) if place.element_id == element_id]
        steps = {step.place: step for step in self.look().open_steps}
        ways = steps[places[0]].ways
        way = next(n for n, one in enumerate(ways) if not leads_to or leads_to in one.leads_to)
        complete_suggested(self.engine, self.actor, self.run, self.bundle, places[0], way)

    def do(self, step: RunStep) -> None:
        """Do any step."""
        take_step(self.engine, self.actor, self.run, self.bundle, step)

    def let_limit_pass(self) -> None:
        """Move the clock to the next limit."""
        limit = self.inside(next_limit)
        self.do(RunStep(Verb.UNTIL, limit.at.isoformat()))

    def wait(self, **span: float) -> None:
        """Let time pass."""
        now = self.inside(lambda store: store.clock.now())
        self.do(RunStep(Verb.UNTIL, (now + timedelta(**span)).isoformat()))

    def alert(self, person: str = RAISER) -> None:
        """Report danger."""
        self.do(RunStep(Verb.MESSAGE, "ImmediateDanger", person))

    def ways(self, element_id: str) -> Mapping[tuple[str, ...], Way]:
        """Return what is suggested to the practitioner who raises, by where it leads."""
        return self.ways_as(element_id, RAISER)

    def ways_as(self, element_id: str, person: str) -> Mapping[tuple[str, ...], Way]:
        """Return what is suggested to somebody for an open step, by where it leads."""

        def ask(store: TrialStore) -> Mapping[tuple[str, ...], Way]:
            task = next(task for task, place in open_tasks(store) if place.element_id == element_id)
            actor = store.actor(person)
            return {way.leads_to: way for way in suggest_ways(store, actor, task)}

        found: Mapping[tuple[str, ...], Way] = self.inside(ask)
        return found
