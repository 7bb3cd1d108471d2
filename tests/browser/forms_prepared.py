"""A draft of Tees with a wrong form, and runs of its scenarios: one that failed, one that waits."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from engine.jobs.scenario_runs import play_waiting_runs
from engine.trial.scenarios import is_scenario
from engine.workshop.drafts import rename_draft
from engine.workshop.scenario_runs import ask_for_run
from tests.support.app import ConcordApp
from tests.support.workshop import Workshop, begin

OFFICE, KEY = "tees-partnership", "tees_escalation"
FORM = "TEES-T1"


def prepare_forms(concord: ConcordApp) -> dict[str, str]:
    """Begin the drafts; return their ids and the file of a scenario."""
    played = begin(concord.engine, OFFICE, KEY)
    rename_draft(concord.engine, played.editor, played.draft_id, "Played")
    ask_for_run(concord.engine, played.editor, played.draft_id)
    scenario = next(path for path in played.files() if is_scenario(path))
    play_waiting_runs(concord.engine, lambda _bundle: _lines(scenario))
    wrong = begin(concord.engine, OFFICE, KEY)
    _make_wrong(wrong)
    ask_for_run(concord.engine, wrong.editor, wrong.draft_id)
    return {
        "draft_played": str(played.draft_id),
        "draft_forms": str(wrong.draft_id),
        "scenario": scenario.removeprefix("scenarios/"),
    }


def _make_wrong(draft: Workshop) -> None:
    path = f"forms/{FORM}.form"
    draft.replace(path, '"maxLength": ', '"mood": "good", "maxLength": ')
    rename_draft(draft.engine, draft.editor, draft.draft_id, "With a wrong form")


@contextmanager
def _lines(scenario: str) -> Iterator[Iterator[Mapping[str, Any]]]:
    """Give what a process would that played one scenario, which failed."""
    yield iter(
        [
            {"total": 1},
            {
                "file": scenario,
                "title": "A scenario",
                "failure": "step 2: Open should be nothing, but is something.",
                "failed_step": 2,
                "elements": ["Task_T1_Raise"],
                "flows": [],
            },
        ]
    )
