"""Saves a trial run as a scenario: the same steps in YAML, with what happened as expectations."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from engine.clock import LONDON
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.errors import InputRefusedError
from engine.persistence.directory import RoleGrant
from engine.persistence.instances import Incident
from engine.runtime.participants import parties_of
from engine.runtime.permission import may_do
from engine.runtime.task_forms import open_form
from engine.trial.sandbox import Run, open_run
from engine.trial.sandbox_acts import find_task, open_tasks, with_ids
from engine.trial.sandbox_answers import WrittenAnswers
from engine.trial.sandbox_expecting import expectation, in_london
from engine.trial.sandbox_steps import RunContent, RunStep, TaskPlace, Verb
from engine.trial.sandbox_store import TrialStore
from engine.trial.sandbox_ways import condition_names
from engine.trial.scenario_yaml import dump_scenario

LONGEST_TITLE: Final = 120
NOT_WORDS: Final = re.compile(r"[^a-z0-9]+")
RECEIVING: Final = "receiving_agency"


@dataclass(frozen=True)
class _Sides:
    """The agencies that the scenario calls raising and receiving, as they are at a step."""

    raising: str
    receiving: str

    def word(self, agency_key: str) -> str:
        names = {self.raising: "raising", self.receiving: "receiving"}
        return names.get(agency_key, agency_key)

    def after(self, step: RunStep) -> "_Sides":
        if step.verb != Verb.TRANSFER:
            return self
        sides = {key: step.target if key == step.leaving else key for key in self._keys}
        return _Sides(sides[self.raising], sides[self.receiving])

    @property
    def _keys(self) -> tuple[str, str]:
        return self.raising, self.receiving


def file_name_of(title: str) -> str:
    """Return the path of a scenario in its bundle: its title in small letters and hyphens."""
    words = NOT_WORDS.sub("-", title.lower().replace("’", "").replace("'", "")).strip("-")
    return f"scenarios/{words[:80].strip('-') or 'trial-run'}.yaml"


def scenario_of(engine: Engine, run: Run, bundle: Bundle, title: str) -> str:
    """Return a run as a scenario.

    Raises:
        InputRefusedError: the run has no step, has ended in an incident, or does something that a
            scenario cannot say.
    """
    words = " ".join(title.split())
    if not words or len(words) > LONGEST_TITLE:
        raise InputRefusedError(f"Enter a title of at most {LONGEST_TITLE} characters.")
    if not run.content.steps:
        raise InputRefusedError("Do at least one step before you save the run as a scenario.")
    sides = _sides(engine, run, bundle)
    given = _given(run.content, sides)
    steps: list[dict[str, Any]] = []
    for number, step in enumerate(run.content.steps, start=1):
        with open_run(engine, replace(run, content=run.content.first(number - 1)), bundle) as store:
            seen, stage = store.case.history_count, store.case.stage
            steps.append(_written(store, step, sides, number))
        sides = sides.after(step)
        is_last = number == len(run.content.steps)
        with open_run(engine, replace(run, content=run.content.first(number)), bundle) as store:
            _refuse_failed(store, number)
            steps.append({"expect": expectation(store, seen, stage, is_last=is_last)})
    return dump_scenario({"title": words, "given": given, "steps": steps})


def _given(content: RunContent, sides: _Sides) -> dict[str, str]:
    beginning = content.beginning
    role = beginning.person.partition("@")[0]
    given = {
        "area": beginning.area,
        "now": _time(beginning.at),
        "raising": sides.raising,
        "receiving": sides.receiving,
    }
    return given if role == "practitioner" else {**given, "raiser": role}


def _sides(engine: Engine, run: Run, bundle: Bundle) -> _Sides:
    """Return the two agencies as the run's answers name them first."""
    raising = run.content.beginning.agency
    named = [step.answers.get(RECEIVING) for step in run.content.steps]
    receiving = next((str(agency) for agency in named if agency), None)
    if receiving is None:
        with open_run(engine, run, bundle) as store, store.reading() as work:
            receiving = parties_of(work, store.case)["social_care_agency"]
    return _Sides(raising, str(receiving))


def _written(store: TrialStore, step: RunStep, sides: _Sides, number: int) -> dict[str, Any]:
    match step.verb:
        case Verb.UNTIL:
            return {"until": _time(datetime.fromisoformat(step.target))}
        case Verb.TRANSFER:
            leaving = {"from": sides.word(step.leaving)} if step.leaving else {}
            written: dict[str, Any] = {"transfer": {**leaving, "to": step.target}}
        case Verb.CLOSE:
            _refuse_kept(step, number)
            written = {"close": step.target}
        case _:
            written = {str(step.verb): step.target}
    written["as"] = _person(store, step.person, sides)
    if (which := _which(store, step)) > 1:
        written["which"] = which
    answers = _answers(store, step, sides)
    return written | ({"answers": answers} if answers else {}) | dict(step.remarks)


def _which(store: TrialStore, step: RunStep) -> int:
    """Return which of several open tasks is meant, among those that the person may do."""
    if step.verb != Verb.COMPLETE:
        return 1
    meant, actor = find_task(store, step.place or TaskPlace(step.target)), store.actor(step.person)
    with store.reading() as work:
        alike = [task for task, _ in open_tasks(store) if task.element_id == step.target]
        return [task.id for task in alike if may_do(work, actor, task)].index(meant.id) + 1


def _answers(store: TrialStore, step: RunStep, sides: _Sides) -> Mapping[str, Any]:
    if step.verb != Verb.COMPLETE:
        return {key: one for key, one in step.answers.items() if key != "close_reason"}
    task = find_task(store, step.place or TaskPlace(step.target))
    with store.reading() as work:
        shown = open_form(store.engine, work, store.actor(step.person), task.id)
    written = WrittenAnswers(
        shown=shown,
        parties={"raising_agency": sides.raising, RECEIVING: sides.receiving},
        people=_people(store, sides),
        always=condition_names(store.compiled),
    )
    return written.write(with_ids(store, shown.form, step.answers))


def _people(store: TrialStore, sides: _Sides) -> dict[str, str]:
    query = select(RoleGrant.role, RoleGrant.agency_key, RoleGrant.person_id)
    with store.reading() as work:
        rows = work.session.execute(query.order_by(RoleGrant.id.desc()))
        office = parties_of(work, store.case)["partnership_office"]
        return {
            role if agency == office else f"{role} of {sides.word(agency)}": str(person_id)
            for role, agency, person_id in rows
        }


def _person(store: TrialStore, email: str, sides: _Sides) -> str:
    """Return `ROLE of SIDE` of somebody who acts."""
    person_id = str(store.actor(email).person_id)
    named = [name for name, known in _people(store, sides).items() if known == person_id]
    if not named:
        raise InputRefusedError(f"A scenario has no words for {email}.")
    return named[0]


def _time(moment: datetime) -> str:
    text = in_london(moment)
    if not text:
        local = f"{moment.astimezone(LONDON):%d %B %Y, %H:%M}"
        raise InputRefusedError(
            f"{local} exists twice, when the clocks go back: a scenario cannot say which is meant. "
            "Go back before it, and move the clock to another time."
        )
    return text


def _refuse_kept(step: RunStep, number: int) -> None:
    if step.said.kept_reasons:
        raise InputRefusedError(
            f"Step {number} closes the case with text that looked like personal data. A scenario "
            "cannot say why it stays: go back before it, and use other words."
        )


def _refuse_failed(store: TrialStore, number: int) -> None:
    with store.reading() as work:
        incident = work.session.scalar(select(Incident.id).limit(1))
    if incident is not None:
        raise InputRefusedError(
            f"Step {number} ended in an incident, and a scenario must come out right. Go back "
            "before it, or mend the procedure first."
        )
