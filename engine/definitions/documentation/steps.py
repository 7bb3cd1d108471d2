"""What people and Concord do, in the order in which a case comes to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element, Node
from engine.definitions.documentation.doers import doers_of, told_by
from engine.definitions.documentation.lines import lines_of
from engine.definitions.documentation.model import FormUse, Limit, Step, StepGroup, StepKind
from engine.definitions.documentation.order import in_reading_order
from engine.definitions.documentation.scene import Scene, explained
from engine.definitions.documentation.ways import (
    is_notice,
    leads_to,
    notices_after,
    told_at,
    where,
)
from engine.definitions.telling import telling_of
from engine.definitions.wording.limits import limit_with_counting, timer_of
from engine.definitions.wording.people import roles_in_words
from engine.english import listed, sentence
from forms.definition import FormDefinition

CONCORD = "Concord, by itself"
"""Who does what no person does."""
_QUIET = names.GATEWAYS | {"startEvent", "endEvent", "boundaryEvent", "intermediateThrowEvent"}


@dataclass(frozen=True)
class _Frame:
    """A sub-process, and what begins in it."""

    node: Node
    starts: tuple[Node, ...]


def walk(diagram: Diagram, scope: Element) -> tuple[Node, ...]:
    """Return the nodes of a process in reading order, those of a sub-process after it."""
    inside = [node for node in diagram.nodes.values() if node.scope is scope]
    found: list[Node] = []
    for node in in_reading_order(inside):
        found.append(node)
        if node.kind in names.SUB_PROCESSES:
            found.extend(walk(diagram, node.element))
    return tuple(found)


def group_steps(scene: Scene, nodes: Sequence[Node]) -> tuple[StepGroup, ...]:
    """Return the steps among the nodes by stage, in the order of the stages."""
    told = [node for node in nodes if node.kind not in _QUIET]
    procedure = scene.subject.procedure
    order = [stage.id for stage in procedure.stages] if procedure else []
    stages = stages_of(scene, nodes)
    groups: dict[str, list[Node]] = {}
    for node in sorted(told, key=lambda one: _place(order, stages[one.id])):
        groups.setdefault(stages[node.id], []).append(node)
    numbers = _numbers(node for group in groups.values() for node in group)
    frames = _frames(nodes)
    return tuple(
        StepGroup(
            scene.stage_title(stage),
            tuple(_step(scene, node, frames, numbers[node.id]) for node in group),
        )
        for stage, group in groups.items()
    )


def _frames(nodes: Iterable[Node]) -> Mapping[str, _Frame]:
    """Return the sub-processes among the nodes by their id."""
    starts: dict[str, list[Node]] = defaultdict(list)
    frames: list[Node] = []
    for node in nodes:
        if node.kind == "startEvent":
            starts[node.scope.get("id", "")].append(node)
        elif node.kind in names.SUB_PROCESSES:
            frames.append(node)
    return {frame.id: _Frame(frame, tuple(starts[frame.id])) for frame in frames}


def _numbers(nodes: Iterable[Node]) -> Mapping[str, int]:
    return {node.id: number for number, node in enumerate(nodes, start=1)}


def stages_of(scene: Scene, nodes: Iterable[Node]) -> Mapping[str, str]:
    """Return the id of each node's stage; one that names none belongs to the stage before it."""
    stages: dict[str, str] = {}
    last = ""
    for node in nodes:
        last = scene.stage_of(node) or last
        stages[node.id] = last
    return stages


def _place(order: Sequence[str], stage: str) -> int:
    return order.index(stage) if stage in order else len(order)


def _step(scene: Scene, node: Node, frames: Mapping[str, _Frame], number: int) -> Step:
    form = scene.subject.forms.get(_form_key(node))
    return Step(
        element_id=node.id,
        number=number,
        kind=_kind(node),
        name=node.name,
        to_do=_to_do(node, frames),
        who=_who(scene, node),
        form=_form_use(node, form),
        limits=(*_limits(scene, node), *_limits_around(scene, node, frames)),
        told=lines_of(_told(scene, node, form)),
        leads_to=leads_to(node),
        clauses=scene.clauses_of(node),
    )


def _to_do(node: Node, frames: Mapping[str, _Frame]) -> str:
    starts = frames[node.id].starts if node.id in frames else ()
    first = where(flow.target for start in starts for flow in start.outgoing)
    begins = f"Begins with {first}." if first else ""
    return " ".join(filter(None, (explained(node.element), begins)))


def _kind(node: Node) -> StepKind:
    if is_notice(node):
        return "notice"
    if node.kind in names.SUB_PROCESSES:
        return "frame"
    return "task" if node.kind == "userTask" else "call" if node.kind == "callActivity" else "other"


def _who(scene: Scene, node: Node) -> tuple[str, ...]:
    if node.kind == "userTask":
        return doers_of(scene, node)
    if node.kind == "callActivity":
        return (f"Runs “{scene.process_name(node.element.get('calledElement', ''))}”, see there",)
    return (CONCORD,) if is_notice(node) else ()


def _form_key(node: Node) -> str:
    return node.element.get(names.camunda("formKey"), "").strip()


def _form_use(node: Node, form: FormDefinition | None) -> FormUse | None:
    key = _form_key(node)
    if form is None:
        # A draft may name a form that is not there yet.
        return FormUse(key, key, ()) if key else None
    return FormUse(key, form.title, tuple(field.label for field in form.questions.values()))


def _limits(scene: Scene, node: Node) -> Iterator[Limit]:
    for clock, timer in _clocks(node):
        length = sentence(limit_with_counting(timer, scene.vocabulary))
        yield Limit(clock.name, length, _effect(node, clock))
    own = timer_of(node.element) if node.kind == "intermediateCatchEvent" else None
    if own is not None:
        length = sentence(limit_with_counting(own, scene.vocabulary))
        yield Limit("", length, "The case goes on after that time.")


def _limits_around(scene: Scene, node: Node, frames: Mapping[str, _Frame]) -> Iterator[Limit]:
    """Yield the limits of the sub-processes around a step."""
    around = (frames.get(above.get("id", "")) for above in node.element.iterancestors())
    for frame in filter(None, around):
        for clock, timer in _clocks(frame.node):
            length = sentence(limit_with_counting(timer, scene.vocabulary))
            yield Limit(clock.name, f"{length}; for “{frame.node.name}” as a whole", "")


def _clocks(node: Node) -> Iterator[tuple[Node, tuple[str, str]]]:
    for event in node.boundary:
        timer = timer_of(event.element)
        if timer is not None:
            yield event, timer


def _effect(node: Node, clock: Node) -> str:
    place = where(flow.target for flow in clock.outgoing)
    thing = "part" if node.kind in names.SUB_PROCESSES else "step"
    if clock.is_interrupting:
        return f"The {thing} is closed. Next: {place}." if place else f"The {thing} is closed."
    return f"The {thing} stays open. Beside it: {place}." if place else f"The {thing} stays open."


def _told(scene: Scene, node: Node, form: FormDefinition | None) -> Iterator[str]:
    """Yield who is told at a step or because of it, and when."""
    if is_notice(node):
        yield from told_by(scene, node)
    for clock, _ in _clocks(node):
        for notice in notices_after(clock):
            yield f"When “{clock.name}” has passed: {_people(notice)}"
    if node.kind in {"userTask", "callActivity"}:
        for notice in notices_after(node):
            yield f"Once it is done: {_people(notice)}"
    yield from _told_by_answers(form) if form is not None else ()


def _people(notice: Node) -> str:
    # Where the caller decides, the notice's own row has a line for each call.
    return told_at(notice) or f"whom “{notice.name}” tells"


def _told_by_answers(form: FormDefinition) -> Iterator[str]:
    for field in form.questions.values():
        try:
            telling = telling_of(field)
        except ValueError:
            continue
        if telling is not None:
            labels = {option.value: option.label for option in field.options}
            answer = labels.get(telling.answer, telling.answer)
            roles = listed([roles_in_words(role) for role in telling.roles])
            yield f"With “{answer}” to “{field.label}”: {roles} of one’s own agency"
