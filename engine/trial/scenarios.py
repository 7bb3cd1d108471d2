"""Runs the scenarios of a bundle, and says which elements and flows they reach together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.definitions.compiled import CompiledBundle
from engine.errors import EngineError
from engine.persistence.database import Database
from engine.persistence.history import HistoryEvent
from engine.spiff.failures import StepFailed
from engine.trial.clock import TrialClock
from engine.trial.failure import ScenarioFailed
from engine.trial.player import Player
from engine.trial.scenario import Scenario, ScenarioUnreadableError, read_scenario
from engine.trial.store import let_rest, open_trial
from engine.trial.witness import reached

FOLDER = "scenarios/"
MOST_SAID = 300
"""Characters of an error that nobody wrote for people."""


@dataclass(frozen=True)
class ScenarioResult:
    """How one scenario went."""

    file: str
    title: str
    failure: str | None
    elements: frozenset[str]
    flows: frozenset[str]
    failed_step: int | None = None
    """Number of the step that went wrong, from 1; None where it has none."""

    @property
    def passed(self) -> bool:
        """Tell whether everything was as the scenario says."""
        return self.failure is None


@dataclass(frozen=True)
class Coverage:
    """What the scenarios of a bundle reach together."""

    elements: int
    flows: int
    untouched_elements: tuple[str, ...]
    untouched_flows: tuple[str, ...]


def run_scenarios(database: Database, bundle: Bundle) -> Iterator[ScenarioResult]:
    """Run each scenario of a bundle on an empty, throw-away database; results as they come.

    Raises:
        DeploymentRefusedError: the bundle has errors.
    """
    engine = open_trial(database, bundle)
    for file in scenario_files(bundle):
        yield run_scenario(engine, file, bundle.files[file])
        let_rest(engine)


def scenario_files(bundle: Bundle) -> tuple[str, ...]:
    """Return the paths of a bundle's scenarios, sorted."""
    return tuple(file for file in sorted(bundle.files) if is_scenario(file))


def is_scenario(path: str) -> bool:
    """Tell whether the file at a path of a bundle is a scenario."""
    return path.startswith(FOLDER) and path.endswith((".yaml", ".yml"))


def run_scenario(engine: Engine, file: str, source: bytes) -> ScenarioResult:
    """Run one scenario on a trial's engine."""
    clock = engine.clock
    if not isinstance(clock, TrialClock):
        message = "A scenario runs on a trial's engine only."
        raise TypeError(message)
    try:
        scenario = read_scenario(source)
    except ScenarioUnreadableError as error:
        return ScenarioResult(file, file, str(error), frozenset(), frozenset())
    failure, step, history = _play(engine, clock, scenario)
    elements, flows = reached(history)
    return ScenarioResult(
        file, scenario.title, failure, frozenset(elements), frozenset(flows), failed_step=step
    )


def coverage_of(compiled: CompiledBundle, results: Iterable[ScenarioResult]) -> Coverage:
    """Say which elements and sequence flows of a bundle no scenario has reached."""
    elements: set[str] = set()
    flows: set[str] = set()
    for process_id in compiled.library.processes:
        for element in compiled.library.elements(process_id):
            elements.add(element.id)
            flows.update(element.outgoing)
    passed, taken = set[str](), set[str]()
    for result in results:
        passed |= result.elements
        taken |= result.flows
    return Coverage(
        elements=len(elements),
        flows=len(flows),
        untouched_elements=tuple(sorted(elements - passed)),
        untouched_flows=tuple(sorted(flows - taken)),
    )


def _play(
    engine: Engine, clock: TrialClock, scenario: Scenario
) -> tuple[str | None, int | None, list[HistoryEvent]]:
    """Play a scenario to its end or its failure; return the failure, its step, and the history."""
    try:
        player = Player(engine, clock, scenario)
    except (ScenarioFailed, EngineError, StepFailed) as error:
        return f"The case cannot begin: {getattr(error, 'message', error)}", None, []
    except Exception as error:  # noqa: BLE001 - a file can say anything; the others are still played
        return f"The case cannot begin with what “given:” says: {_in_short(error)}", None, []
    failure, number = None, None
    for step in scenario.steps:
        try:
            player.play(step)
        except ScenarioFailed as error:
            failure, number = str(error), error.step
        except Exception as error:  # noqa: BLE001 - as above
            failure = (
                f"step {step.number}: This step cannot be played as written: {_in_short(error)}"
            )
            number = step.number
        if failure is not None:
            break
    return failure, number, player.witness.history()


def _in_short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:MOST_SAID]
