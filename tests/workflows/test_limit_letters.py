"""The letter of every limit that passes names its clause and who acts next, and no child."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.definitions.compiled import compile_bundle
from engine.notifications.letter import Letter, write_letter
from engine.persistence.database import connect
from engine.persistence.notifications import Notification
from engine.trial.scenarios import run_scenario
from engine.trial.store import open_trial
from tests.support.engine import quick
from tests.workflows.editions import EDITIONS, bundle_of, scenarios_of, title_of

STILL, NOW, TOLD = "It is still with the ", "It is now with the ", r".+ Told now as well: the "
NEXT: Mapping[str, Mapping[str, str]] = {
    "berkshire": {
        "S0_REPORTED": f"{NOW}line managers of ",
        "S1_OVERDUE": f"{STILL}line managers of {TOLD}next-level managers of ",
        "S2_OVERDUE": f"{STILL}next-level managers and .+ of {TOLD}senior managers of ",
        "S3_OVERDUE": f"{STILL}senior managers of {TOLD}departmental heads of ",
        "S4_OVERDUE": f"{STILL}departmental heads of {TOLD}business manager of ",
    },
    "southend-essex-thurrock": {"S1_EXPIRED": f"{NOW}line managers and .+ of "},
    "barnsley": {},
    "tees": {},
}
"""By procedure, each template that a limit sends, and whom its letter names. Two have no limits."""


@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_every_limit_that_passes_names_its_clause_and_who_acts_next(edition: Path, tmp_path: Path):
    expected = NEXT[edition.parent.name]
    letters = _letters(edition, set(expected), f"sqlite:///{tmp_path / 'trial.db'}")
    assert letters.keys() == expected.keys()
    for template, words in expected.items():
        for letter in letters[template]:
            body = " ".join(letter.body.split())
            assert re.search(words, body), (template, body)
            assert re.search(r"clauses? [A-Z]\d?-\d\d", body), (template, body)
            assert "The time limit ended on" in body


def _letters(edition: Path, wanted: set[str], database_url: str) -> dict[str, list[Letter]]:
    """Play scenarios in which limits pass until each template was sent; return its letters."""
    engine = open_trial(quick(connect(database_url)), bundle_of(edition))
    letters: dict[str, list[Letter]] = {}
    for path in scenarios_of(edition):
        if letters.keys() >= wanted or "Timer_" not in path.read_text(encoding="utf-8"):
            continue
        assert run_scenario(engine, path.name, path.read_bytes()).passed
        letters = _sent(engine)
    engine.database.engine.dispose()
    return letters


def _sent(engine) -> dict[str, list[Letter]]:
    found: dict[str, list[Letter]] = {}
    with engine.open_reading() as work:
        for notice in work.session.scalars(select(Notification)):
            if notice.facts["due_at"] is not None:
                letter = write_letter(notice.template, notice.facts, "https://concord.example")
                found.setdefault(notice.template, []).append(letter)
    return found


@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_only_procedures_without_clocks_have_no_letters_of_limits(edition: Path):
    library = compile_bundle(bundle_of(edition)).library
    timers = [
        element.id
        for process_id in library.processes
        for element in library.elements(process_id)
        if element.event == "timer"
    ]
    assert bool(timers) == bool(NEXT[edition.parent.name])
