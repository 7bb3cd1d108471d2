"""Plays the steps of a scenario through the engine's own verbs, as the people whom it names."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.access import Actor, Group
from engine.context import Engine
from engine.definitions.recipients import parse_recipients
from engine.errors import AnswersInvalidError, AnswersQuestionedError, EngineError, TaskMovedOnError
from engine.persistence.directory import RoleGrant
from engine.persistence.tasks import UserTask
from engine.queries.actors import load_actor
from engine.runtime.cases import start_case
from engine.runtime.claims import claim_user_task
from engine.runtime.demo_clock import pass_time
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.runtime.participants import parties_of
from engine.runtime.parties import groups_of
from engine.runtime.permission import may_do
from engine.runtime.task_forms import open_form
from engine.runtime.transfers import transfer_case
from engine.runtime.user_tasks import complete_user_task
from engine.trial.clock import TrialClock
from engine.trial.expectations import check_expectations
from engine.trial.failure import ScenarioFailed
from engine.trial.filling import fill_in, with_people
from engine.trial.opening_order import open_tasks_in_order
from engine.trial.outside import close_as, transfer_of
from engine.trial.scenario import Scenario, ScenarioStep, london_time
from engine.trial.submitting import submit_answers
from engine.trial.witness import Witness
from forms.feel import parse_expression


class Player:
    """One scenario on the way. The engine's clock is a TrialClock."""

    def __init__(self, engine: Engine, clock: TrialClock, scenario: Scenario) -> None:
        """Begin: set the clock and start the case for the person who raises."""
        self._engine = engine
        self._clock = clock
        self._given = scenario.given
        self._earlier = ""
        clock.set(scenario.given.now)
        raiser = self._member(scenario.given.raiser, scenario.given.raising)
        started = start_case(
            engine, raiser, area_key=scenario.given.area, agency_key=scenario.given.raising
        )
        self.reference = started.reference
        self.witness = Witness(engine, started.case_id)
        if scenario.given.earlier is not None:
            self._raise_earlier(raiser, scenario.given.earlier)
        self._verbs: Mapping[str, Callable[[ScenarioStep], None]] = {
            "complete": self._complete,
            "claim": self._claim,
            "draft": self._draft,
            "refuse": self._refuse,
            "question": self._question,
            "gone": self._gone,
            "message": self._message,
            "close": self._close,
            "transfer": self._transfer,
            "advance": self._advance,
            "until": self._until,
            "expect": self._expect,
        }

    def play(self, step: ScenarioStep) -> None:
        """Do one step.

        Raises:
            ScenarioFailed: something was not as the scenario says.
        """
        try:
            self._verbs[step.verb](step)
        except ScenarioFailed as failed:
            # Whoever looks somebody up in the directory does not know at which step.
            raise ScenarioFailed(failed.step or step.number, failed.message) from failed
        except (EngineError, ValueError, LookupError) as error:
            # What the file says is no time, no span, no list of recipients, or has no valid answer.
            raise ScenarioFailed(step.number, f"{step.verb} {step.target}: {error}") from error

    def _raise_earlier(self, raiser: Actor, overrides: Mapping[str, Any]) -> None:
        """Raise the other case that is open already when the scenario begins."""
        given = self._given
        other = start_case(self._engine, raiser, area_key=given.area, agency_key=given.raising)
        self._earlier = other.reference
        answers = self._answers(raiser, other.user_task_id, overrides)
        complete_user_task(self._engine, raiser, other.user_task_id, answers)

    def _complete(self, step: ScenarioStep) -> None:
        task, actor = self._open_task(step)
        answers = self._answers(actor, task.id, step.details.get("answers") or {})
        try:
            submit_answers(self._engine, actor, task.id, answers, step, any_reason=True)
        except AnswersInvalidError as error:
            wrong = "; ".join(f"{problem.key}: {problem.message}" for problem in error.errors)
            raise ScenarioFailed(step.number, f"{step.target} refused answers: {wrong}") from error

    def _claim(self, step: ScenarioStep) -> None:
        task, actor = self._open_task(step)
        claim_user_task(self._engine, actor, task.id)

    def _draft(self, step: ScenarioStep) -> None:
        task, actor = self._open_task(step)
        save_draft(self._engine, actor, task.id, step.details.get("answers") or {})

    def _refuse(self, step: ScenarioStep) -> None:
        self._sent_back(step, AnswersInvalidError, wrong=set(step.details.get("fields") or ()))

    def _question(self, step: ScenarioStep) -> None:
        self._sent_back(step, AnswersQuestionedError, wrong=set())

    def _sent_back(
        self,
        step: ScenarioStep,
        refusal: type[AnswersInvalidError] | type[AnswersQuestionedError],
        *,
        wrong: set[str],
    ) -> None:
        """Send answers that come back because of exactly the fields that the step names."""
        task, actor = self._open_task(step)
        wanted = set(step.details.get("fields") or ())
        answers = self._answers(actor, task.id, step.details.get("answers") or {}, wrong=wrong)
        try:
            submit_answers(self._engine, actor, task.id, answers, step)
        except refusal as error:
            found = {problem.key for problem in error.errors}
            if found == wanted:
                return
            said = "; ".join(f"{problem.key}: {problem.message}" for problem in error.errors)
            did = "refused" if refusal is AnswersInvalidError else "questioned"
            message = f"{step.target} should {step.verb} {sorted(wanted)}, but {did} {said}"
            raise ScenarioFailed(step.number, message) from error
        raise ScenarioFailed(step.number, f"{step.target} took answers that it should {step.verb}.")

    def _gone(self, step: ScenarioStep) -> None:
        closed = self.witness.tasks(step.target, is_open=False)
        if not closed:
            raise ScenarioFailed(step.number, f"No task {step.target} has been closed.")
        actor = self._actor(step)
        try:
            answers = step.details.get("answers") or {}
            submit_answers(self._engine, actor, closed[-1].id, answers, step)
        except TaskMovedOnError:
            return
        raise ScenarioFailed(step.number, f"{step.target} could still be completed.")

    def _message(self, step: ScenarioStep) -> None:
        send_message(self._engine, self._actor(step), self.reference, step.target)

    def _close(self, step: ScenarioStep) -> None:
        close_as(self._engine, self._actor(step), self.reference, step, self._earlier)

    def _transfer(self, step: ScenarioStep) -> None:
        sides = {"raising": self._given.raising, "receiving": self._given.receiving}
        transfer = transfer_of(step, sides)
        transfer_case(self._engine, self._actor(step), self.reference, transfer)
        now = {
            side: transfer.joining if key == transfer.leaving else key
            for side, key in sides.items()
        }
        self._given = replace(self._given, raising=now["raising"], receiving=now["receiving"])

    def _advance(self, step: ScenarioStep) -> None:
        span = parse_expression(f'duration("{step.target}")').evaluate({}, {})
        if not isinstance(span, timedelta):
            raise ScenarioFailed(step.number, f"“{step.target}” is not a span such as PT24H.")
        pass_time(self._engine, self._clock.set, self._clock.now() + span)

    def _until(self, step: ScenarioStep) -> None:
        pass_time(self._engine, self._clock.set, london_time(step.target))

    def _expect(self, step: ScenarioStep) -> None:
        check_expectations(step, self.witness, self._groups)

    def _groups(self, recipients: str, reporter: str | None) -> frozenset[Group]:
        with self._engine.open_reading() as work:
            variables = parties_of(work, self.witness.case()) | {"reporter_agency": reporter}
        return frozenset(groups_of(parse_recipients(recipients), variables))

    def _open_task(self, step: ScenarioStep) -> tuple[UserTask, Actor]:
        """Return the open task of the step's element that the step's person may do.

        `which` says which one of several, in the order of opening; 1 is the first.
        """
        actor = self._actor(step)
        number = int(step.details.get("which", 1))
        with self._engine.open_reading() as work:
            opened = open_tasks_in_order(work, self.witness.case_id)
            tasks = [task for task in opened if task.element_id == step.target]
            meant = [task for task in tasks if may_do(work, actor, task)]
        if 0 < number <= len(meant):
            return meant[number - 1], actor
        waiting = ", ".join(sorted(self.witness.open_elements())) or "nothing"
        message = f"No open task {step.target} for {step.actor}; open: {waiting}."
        raise ScenarioFailed(step.number, message)

    def _answers(
        self,
        actor: Actor,
        task_id: uuid.UUID,
        overrides: Mapping[str, Any],
        wrong: Collection[str] = (),
    ) -> dict[str, Any]:
        """Return suggested answers under the scenario's own; what is `wrong` on purpose stays."""
        with self._engine.open_reading() as work:
            shown = open_form(self._engine, work, actor, task_id)
        parties = {"raising_agency": self._given.raising, "receiving_agency": self._given.receiving}
        meant = with_people(shown, overrides, lambda who: str(self._person(who).person_id))
        right = {key: value for key, value in meant.items() if key not in wrong}
        suggested = fill_in(shown, right, parties)
        kept = {key: value for key, value in meant.items() if wrong and key in overrides}
        return {**suggested, **kept}

    def _actor(self, step: ScenarioStep) -> Actor:
        if not step.actor:
            message = f"“{step.verb}:” needs “as:”, the role that does it."
            raise ScenarioFailed(step.number, message)
        return self._person(step.actor)

    def _person(self, text: str) -> Actor:
        """Return who is meant by `ROLE of SIDE`, `ROLE of AGENCY` or, in the office, `ROLE`."""
        role, _, side = text.partition(" of ")
        sides = {"raising": self._given.raising, "receiving": self._given.receiving}
        parties = {"": "partnership_office", "social_care": "social_care_agency"}
        agency = self._party(parties[side]) if side in parties else sides.get(side, side)
        return self._member(role, agency)

    def _party(self, name: str) -> str:
        with self._engine.open_reading() as work:
            return str(parties_of(work, self.witness.case())[name])

    def _member(self, role: str, agency_key: str) -> Actor:
        query = select(RoleGrant.person_id).where(
            RoleGrant.role == role, RoleGrant.agency_key == agency_key
        )
        with self._engine.open_reading() as work:
            person_id = work.session.scalar(query.order_by(RoleGrant.id).limit(1))
            if person_id is None:
                message = f"The directory has no {role} of {agency_key}."
                raise ScenarioFailed(0, message)
            return load_actor(work, person_id, self._clock.now())
