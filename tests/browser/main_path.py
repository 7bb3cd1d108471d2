"""The main path of each edition, as its people walk it, with an eye on what each of them sees."""

from pathlib import Path

from playwright.sync_api import Locator, expect
from typing_extensions import override

from engine.persistence.tasks import UserTask
from engine.trial.scenario import Scenario, ScenarioStep, read_scenario
from tests.browser.scenario_by_hand import ByHand
from tests.support.engine import ROOT

MAIN_PATHS: dict[str, str] = {
    "barnsley/undated": "resolved-at-service-manager-level",
    "berkshire/2024-05-24": "consensus-between-senior-managers",
    "berkshire/2026-03-25": "consensus-between-senior-managers",
    "southend-essex-thurrock/2026-02-24": "resolved-by-senior-managers",
    "tees/undated": "resolved-by-senior-managers",
}
"""By edition: the scenario that goes up until the senior managers agree, and both confirm."""
MAIN_END = "End_Resolved"


def edition_folder(edition: str) -> Path:
    """Return the folder of an edition."""
    return ROOT / "workflows" / edition


def main_path_of(edition: str) -> Scenario:
    """Return the scenario that an edition's main path is."""
    path = edition_folder(edition) / "scenarios" / f"{MAIN_PATHS[edition]}.yaml"
    return read_scenario(path.read_bytes())


class Walk(ByHand):
    """A scenario whose people come by way of their inbox, and look around."""

    def walk(self, scenario: Scenario) -> None:
        """Play every step."""
        self._first_stage = self.witness.tasks()[0].stage
        for step in scenario.steps:
            self.play(step)

    @override
    def _complete(self, step: ScenarioStep) -> None:
        super()._complete(step)
        expect(self._page.get_by_role("heading", name="Sent")).to_be_visible()
        expect(self._page.get_by_role("main")).to_contain_text(self.reference)

    @override
    def _come_to(self, task: UserTask) -> None:
        row = self.row_of(task)
        expect(row.locator(".concord-due")).not_to_be_empty()
        row.get_by_role("link", name=task.name, exact=True).click()
        expect(self._page.get_by_role("heading", level=1)).to_have_text(task.name)
        expect(self._page.locator(".concord-task-due")).not_to_be_empty()
        if task.stage != self._first_stage:
            positions = self._page.get_by_role("region", name="Both positions")
            expect(positions.get_by_role("heading", level=3)).to_have_count(2)

    def row_of(self, task: UserTask) -> Locator:
        """Return the task's row in the inbox of whoever is logged in."""
        self._site.open(self._page, "/inbox")
        rows = self._page.get_by_role("row").filter(has_text=self.reference)
        return rows.filter(has=self._page.get_by_role("link", name=task.name)).first
