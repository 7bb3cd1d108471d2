"""Plays a scenario as people would: logging in, opening their tasks, filling in the forms."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from playwright.sync_api import Page, expect
from sqlalchemy import select
from typing_extensions import override

from engine.access import Actor
from engine.persistence.tasks import UserTask
from engine.runtime.demo_clock import pass_time
from engine.runtime.task_forms import TaskForm, open_form
from engine.trial.clock import TrialClock
from engine.trial.player import Player
from engine.trial.scenario import Scenario, ScenarioStep, london_time
from forms.fields.field import Field
from tests.browser.answers import Answer, fill, send
from tests.browser.site import Site

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LATER = timedelta(weeks=572)
"""From the scenarios' year to one in which the demonstration's people have their roles."""


class ByHand(Player):
    """A scenario on its way through the pages."""

    def __init__(self, site: Site, page: Page, scenario: Scenario) -> None:
        """Begin at the scenario's day of the week and time, some years later."""
        self._site, self._page = site, page
        given = replace(scenario.given, now=scenario.given.now + LATER)
        # Any clock that can be set serves a scenario; the demonstration's is one.
        clock = cast("TrialClock", site.clock)
        super().__init__(site.concord.engine, clock, replace(scenario, given=given))

    @override
    def _complete(self, step: ScenarioStep) -> None:
        task, actor = self._open_task(step)
        said = step.details.get("answers") or {}
        said = {key: _some_years_later(value) for key, value in said.items()}
        answers = self._answers(actor, task.id, said)
        self._log_in(actor)
        self._come_to(task)
        fill(self._page, self._as_typed(actor, task, answers))
        send(self._page)
        expect(self._page.locator(".govuk-error-summary")).to_have_count(0)
        with self._engine.open_reading() as work:
            query = select(UserTask.completed_by).where(UserTask.id == task.id)
            assert work.session.scalars(query).one() == actor.person_id

    def _come_to(self, task: UserTask) -> None:
        self._site.open(self._page, f"/tasks/{task.id}")

    @override
    def _message(self, step: ScenarioStep) -> None:
        self._log_in(self._actor(step))
        is_danger = step.target == "ImmediateDanger"
        place = "danger" if is_danger else f"messages/{step.target}"
        self._site.open(self._page, f"/cases/{self.reference}/{place}")
        # What comes next looks at the engine: the message has to have arrived.
        with self._page.expect_navigation():
            self._page.locator("main form button[type=submit], main form button").first.click()

    @override
    def _until(self, step: ScenarioStep) -> None:
        pass_time(self._engine, self._clock.set, london_time(step.target) + LATER)

    @override
    def _expect(self, step: ScenarioStep) -> None:
        """Leave what a scenario expects on the way to its own run; here only the end counts."""

    def _log_in(self, actor: Actor) -> None:
        role, _, place = actor.email.partition("@")
        self._site.log_in(self._page, role, place.removesuffix(".example"))

    def _as_typed(self, actor: Actor, task: UserTask, answers: dict[str, Any]) -> dict[str, Answer]:
        with self._engine.open_reading() as work:
            shown: TaskForm = open_form(self._engine, work, actor, task.id)
        fields = shown.form.questions
        return {key: _typed(fields[key], value) for key, value in answers.items() if value}


def _some_years_later(value: Any) -> Any:
    """Return a date or a date and time as the demonstration means it, anything else as it is."""
    if isinstance(value, str) and _DAY.match(value):
        if len(value) == len("2026-09-07"):
            return (date.fromisoformat(value) + LATER).isoformat()
        return (datetime.fromisoformat(value) + LATER).isoformat()
    return value


def _typed(field: Field, value: Any) -> Answer:
    if field.type == "datetime":
        return datetime.fromisoformat(value) if field.with_time else date.fromisoformat(value)
    if field.type == "checkbox":
        return ["true"]
    return list(value) if isinstance(value, list) else str(value)
