"""People can take each procedure to each of its ends, with forms, buttons and the clock.

To the end at which both agencies agree they walk in `test_main_paths.py`.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from engine.definitions.compiled import compile_bundle
from engine.trial.scenario import Scenario, read_scenario
from tests.browser.main_path import MAIN_END
from tests.browser.scenario_by_hand import ByHand
from tests.browser.site import Site
from tests.workflows.editions import EDITIONS, bundle_of, scenarios_of, title_of

pytestmark = pytest.mark.browser

BY_HAND = {"complete", "message", "advance", "until", "expect"}
ENOUGH_TIME_MS = 20_000


def ends_of(edition: Path) -> list[str]:
    """Return the ends of a case: those of the main path, not of a reminder beside it."""
    compiled = compile_bundle(bundle_of(edition))
    elements = compiled.library.elements(compiled.procedure.key)
    ends = [e.id for e in elements if e.type == "endEvent" and e.parent_id is None]
    return [end for end in ends if not end.endswith("_Overdue")]


def end_reached(scenario: Scenario) -> str | None:
    """Return the end that the last step expects."""
    last = scenario.steps[-1]
    return last.target.get("ended") if last.verb == "expect" else None


def playable(edition: Path) -> list[Scenario]:
    """Return the scenarios that are no more than steps done by people, the shortest first."""
    found = [read_scenario(file.read_bytes()) for file in scenarios_of(edition)]
    fits = [s for s in found if {step.verb for step in s.steps} <= BY_HAND and not s.given.earlier]
    return sorted(fits, key=lambda scenario: len(scenario.steps))


ENDS = [(edition, end) for edition in EDITIONS for end in ends_of(edition) if end != MAIN_END]


@pytest.mark.parametrize(
    ("edition", "end"), ENDS, ids=[f"{title_of(edition)}-{end}" for edition, end in ENDS]
)
def test_people_reach_every_end(site: Site, page: Page, edition: Path, end: str):
    page.set_default_timeout(ENOUGH_TIME_MS)
    scenario = next(s for s in playable(edition) if end_reached(s) == end)
    player = ByHand(site, page, scenario)
    for step in scenario.steps:
        player.play(step)
    case = player.witness.case()
    assert case.ended_at is not None
    assert case.outcome == end
    site.open(page, f"/cases/{player.reference}")
    assert page.locator("main").inner_text()
