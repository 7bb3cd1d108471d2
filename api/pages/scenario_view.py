"""How the scenarios of a draft went, as pages show it: in words, and over the diagrams."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml
from markupsafe import Markup

from engine.definitions.diagram import Diagram, NotBpmnError, read_diagram
from engine.definitions.drawing import DrawnState, draw_diagram
from engine.definitions.names import SUB_PROCESSES
from engine.english import counted
from engine.queries.scenario_runs import PlayedScenario, ScenarioRunDetails
from engine.spiff.document import DocumentRefused
from engine.trial.scenario import ScenarioUnreadableError, read_scenario
from engine.trial.scenarios import FOLDER, is_scenario
from engine.trial.step_words import failure_in_words, step_in_words
from engine.vocabulary import ScenarioRunState

MOST_TITLE = 300


@dataclass(frozen=True)
class ScenarioRow:
    """One scenario in the list."""

    name: str
    """The file's name in its folder."""
    title: str
    played: PlayedScenario | None
    failure: str
    """What went wrong, in words."""
    failed_step: str
    """The step at which it did, in words."""


@dataclass(frozen=True)
class Drawn:
    """One diagram with what was reached in it."""

    title: str
    drawing: Markup


@dataclass(frozen=True)
class Untouched:
    """An element or a flow that no scenario reaches."""

    id: str
    name: str


@dataclass(frozen=True)
class Reached:
    """What all scenarios of a run reach together."""

    elements: int
    flows: int
    untouched_elements: tuple[Untouched, ...]
    untouched_flows: tuple[Untouched, ...]
    drawings: tuple[Drawn, ...]

    @property
    def reached_elements(self) -> int:
        """How many elements at least one scenario reaches."""
        return self.elements - len(self.untouched_elements)

    @property
    def reached_flows(self) -> int:
        """How many flows at least one scenario takes."""
        return self.flows - len(self.untouched_flows)


def list_rows(
    files: Mapping[str, bytes], run: ScenarioRunDetails | None, names: Mapping[str, str]
) -> tuple[ScenarioRow, ...]:
    """Return every scenario of the files, failed ones first, with how it went in the run."""
    played = {} if run is None else {one.file: one for one in run.scenarios}
    rows = [
        row_of(path, files[path], played.get(path), names) for path in files if is_scenario(path)
    ]
    return tuple(sorted(rows, key=lambda row: (not row.failure, row.title.lower())))


def row_of(
    path: str, source: bytes, played: PlayedScenario | None, names: Mapping[str, str]
) -> ScenarioRow:
    """Return one scenario with how it went."""
    name, failure, step = path.removeprefix(FOLDER), "", ""
    if played is not None and played.failure is not None:
        failure = failure_in_words(played.failure, names)
        step = _step_at(source, played.failed_step, names)
    return ScenarioRow(name, title_of(source) or name, played, failure, step)


@lru_cache(maxsize=2_000)
def title_of(source: bytes) -> str:
    """Return the title of a scenario, empty when it has none that can be read."""
    lines = source.decode("utf-8", "replace").splitlines()
    line = next((one for one in lines if one.startswith("title:")), "")
    try:
        return str((yaml.safe_load(line[:MOST_TITLE]) or {}).get("title") or "")
    except (yaml.YAMLError, AttributeError, ValueError):
        return line.removeprefix("title:").strip()


def run_in_words(run: ScenarioRunDetails) -> str:
    """Return how a run stands, in a sentence or two."""
    if run.problem:
        return run.problem
    if run.state == ScenarioRunState.WAITING:
        return "Waiting for its turn."
    of = f"{run.done} of {run.total} played" if run.total else "Getting ready"
    if run.state == ScenarioRunState.RUNNING:
        return f"{of}, {run.failed} failed so far."
    if run.state == ScenarioRunState.STOPPED:
        return f"Stopped: {of}, {run.failed} failed. Run them again."
    if run.failed:
        return f"{run.failed} of {counted(run.total, 'scenario')} failed."
    return f"All {counted(run.total, 'scenario')} passed."


def reached_by(files: Mapping[str, bytes], scenarios: Sequence[PlayedScenario]) -> Reached:
    """Return what scenarios reach together, and the diagrams with it."""
    passed = {element for one in scenarios for element in one.elements}
    flows = {flow for one in scenarios for flow in one.flows}
    diagrams = list(_diagrams(files))
    elements = passed | {frame for one, _ in diagrams for frame in _frames(one, passed)}
    nodes = {node.id: node.name for one, _ in diagrams for node in one.nodes.values()}
    arrows = {flow.id: flow for one, _ in diagrams for flow in one.flows if flow.id}
    untouched = {node_id: name for node_id, name in nodes.items() if node_id not in elements}
    idle = {
        flow_id: f"from {_end(flow.source)} to {_end(flow.target)}"
        for flow_id, flow in arrows.items()
        if flow_id not in flows
    }
    return Reached(
        elements=len(nodes),
        flows=len(arrows),
        untouched_elements=tuple(Untouched(*one) for one in sorted(untouched.items())),
        untouched_flows=tuple(Untouched(*one) for one in sorted(idle.items())),
        drawings=tuple(
            Drawn(one.file, _draw(source, elements, flows, {**untouched, **idle}, one.file))
            for one, source in diagrams
        ),
    )


def path_of(files: Mapping[str, bytes], played: PlayedScenario) -> tuple[Drawn, ...]:
    """Return the diagrams that a scenario reaches, with its path."""
    return tuple(
        Drawn(one.file, _draw(source, played.elements, played.flows, (), one.file))
        for one, source in _diagrams(files)
        if played.elements & one.nodes.keys()
    )


def _draw(
    source: bytes,
    elements: Iterable[str],
    flows: Iterable[str],
    untouched: Iterable[str],
    title: str,
) -> Markup:
    states: dict[str, DrawnState] = dict.fromkeys(elements, "done")
    states |= dict.fromkeys(untouched, "untouched")
    drawing = draw_diagram(source, states=states, taken=frozenset(flows), label=f"Diagram {title}")
    return Markup(drawing)  # noqa: S704 - our own drawing


def _diagrams(files: Mapping[str, bytes]) -> Iterator[tuple[Diagram, bytes]]:
    for path, content in files.items():
        if path.endswith(".bpmn"):
            try:
                yield read_diagram(path, content), content
            except (DocumentRefused, NotBpmnError):
                continue


def _frames(diagram: Diagram, passed: Collection[str]) -> Iterator[str]:
    """Yield the sub-processes in which something is reached: of an event’s own, nobody tells."""
    for node in diagram.of_kind(*SUB_PROCESSES):
        if any(inside.get("id") in passed for inside in node.element.iter()):
            yield node.id


def _end(node: "object | None") -> str:
    name = getattr(node, "name", "")
    return f"“{name}”" if name else "nowhere"


def _step_at(source: bytes, number: int | None, names: Mapping[str, str]) -> str:
    """Return the step of a number as a sentence, empty when there is none."""
    if number is None:
        return ""
    try:
        steps = read_scenario(source).steps
    except (ScenarioUnreadableError, TypeError, ValueError):
        return f"Step {number}."
    if not 0 < number <= len(steps):
        return f"Step {number}."
    return f"Step {number}: {step_in_words(steps[number - 1], names)}"
