"""Every scenario beside every diagram, on both databases; together they leave nothing untouched."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.context import Engine
from engine.definitions.compiled import compile_bundle
from engine.persistence.database import connect
from engine.trial.scenario import read_scenario
from engine.trial.scenarios import ScenarioResult, coverage_of, run_scenario
from engine.trial.store import let_rest, open_trial
from tests.support.databases import KINDS
from tests.support.engine import quick
from tests.support.invariants import broken_chains
from tests.workflows.editions import EDITIONS, bundle_of, scenarios_of, title_of

SCENARIOS = [(edition, file) for edition in EDITIONS for file in scenarios_of(edition)]
_results: dict[Path, ScenarioResult] = {}
"""What this process has run so far; coverage runs what is missing."""

OpenTrial = Callable[[str, Path], Engine]


@pytest.fixture(scope="session")
def trial(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    _database_names: Callable[[], str],
) -> Iterator[OpenTrial]:
    """Return a trial's engine by kind of database and edition; it is opened once and shared."""
    opened: dict[tuple[str, Path], Engine] = {}

    def url_of(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('trial') / 'trial.db'}"
        url: str = request.getfixturevalue("postgres_server").create(_database_names())
        return url

    def open_one(kind: str, edition: Path) -> Engine:
        if (kind, edition) not in opened:
            database = quick(connect(url_of(kind)))
            opened[kind, edition] = open_trial(database, bundle_of(edition))
        return opened[kind, edition]

    yield open_one
    for engine in opened.values():
        engine.database.engine.dispose()


def play(engine: Engine, file: Path) -> ScenarioResult:
    """Run one scenario, and let its case rest."""
    result = run_scenario(engine, file.name, file.read_bytes())
    let_rest(engine)
    return result


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("edition", "file"), SCENARIOS, ids=[f"{title_of(e)}-{f.stem}" for e, f in SCENARIOS]
)
def test_scenario(trial, edition, file, kind):
    engine = trial(kind, edition)
    result = play(engine, file)
    if kind == "sqlite":
        _results[file] = result
    assert result.failure is None
    assert result.elements


@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_the_scenarios_of_an_edition_reach_every_element_and_every_flow(trial, edition):
    files = scenarios_of(edition)
    engine = trial("sqlite", edition)
    results = [_results.get(file) or play(engine, file) for file in files]
    coverage = coverage_of(compile_bundle(bundle_of(edition)), results)
    assert coverage.elements > 20
    assert coverage.flows > 20
    assert coverage.untouched_elements == ()
    assert coverage.untouched_flows == ()


@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_an_edition_has_scenarios_each_with_a_title_of_its_own(edition):
    titles = [read_scenario(file.read_bytes()).title for file in scenarios_of(edition)]
    assert titles
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_after_many_scenarios_every_history_holds(trial, edition, kind):
    engine = trial(kind, edition)
    for file in scenarios_of(edition)[:3]:
        assert play(engine, file).passed
    assert broken_chains(engine) == []
