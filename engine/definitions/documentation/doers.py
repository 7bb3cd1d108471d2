"""Who does a step and who gets a notice, also where the calling step decides it."""

from collections.abc import Callable, Iterator

from engine.definitions import names
from engine.definitions.diagram import Element, Node
from engine.definitions.documentation.lines import lines_of
from engine.definitions.documentation.scene import Call, Scene, process_of
from engine.definitions.wording.people import (
    doers_in_words,
    recipients_in_words,
    roles_in_words,
    side_in_words,
)
from engine.english import sentence
from forms.feel.errors import FeelError
from forms.feel.tree import literal_of, parse_tree
from forms.vocabulary import in_plain_words

NO_ROLE = "No role is chosen yet"
AFTER_OWN = "Each reads the answers of the others after its own"


def doers_of(scene: Scene, node: Node) -> tuple[str, ...]:
    """Return who does a user task, one line for each group."""
    return lines_of(_doers(scene, node))


def told_by(scene: Scene, node: Node) -> tuple[str, ...]:
    """Return whom a notice tells, one line for each call where the caller decides it."""
    text = (node.property_value("recipients") or "").strip()
    if not text.startswith("="):
        return lines_of((sentence(recipients_in_words(text)),))
    process = process_of(node).get("id", "")
    return lines_of(_by_call(scene, process, text[1:].strip(), recipients_in_words))


def roles_of_lane(scene: Scene, lane: Element) -> tuple[str, ...]:
    """Return the roles that a lane stands for, one line for each call where that decides it."""
    roles = scene.roles_of(lane)
    if not roles:
        return (NO_ROLE,)
    if not roles.startswith("="):
        return (sentence(roles_in_words(roles)),)
    process = next(lane.iterancestors(names.bpmn("process")), None)
    process_id = process.get("id", "") if process is not None else ""
    return lines_of(_by_call(scene, process_id, roles[1:].strip(), roles_in_words))


def _doers(scene: Scene, node: Node) -> Iterator[str]:
    lane, side = scene.lane_of(node), node.property_value("agencySide") or ""
    roles = scene.roles_of(lane) if lane is not None else ""
    if roles.startswith("="):
        yield sentence(side_in_words(side))
        process = process_of(node).get("id", "")
        yield from _by_call(scene, process, roles[1:].strip(), roles_in_words)
    else:
        who = doers_in_words(roles, side)
        yield sentence(who) if roles else f"{NO_ROLE}, {who}"
    person = (node.property_value("assignee") or "").removeprefix("=").strip()
    if person:
        yield f"The person named in {scene.vocabulary.subject(person)}"
    yield from _several(node)


def _several(node: Node) -> Iterator[str]:
    repetition = node.element.find(names.bpmn("multiInstanceLoopCharacteristics"))
    if repetition is not None:
        entries = repetition.get(names.camunda("collection"), "").removeprefix("=").strip()
        yield f"One step for each of the {in_plain_words(entries) or 'entries'}, side by side"
    if node.property_value("readable") == "after own":
        yield AFTER_OWN


def _by_call(
    scene: Scene, process_id: str, name: str, words: Callable[[str], str]
) -> Iterator[str]:
    """Yield what each call hands over under a name: “Line managers: line manager”."""
    calls = [call for call in scene.calls_of(process_id) if name in call.given]
    if not calls:
        yield f"Depends on “{in_plain_words(name)}”"
    for call in calls:
        place = scene.stage_title(scene.stage_of(call.node)) or call.node.name
        yield f"{place}: {words(_given(call, name))}"


def _given(call: Call, name: str) -> str:
    """Return the text that a call hands over; what only a case can tell stands as written."""
    text = call.given[name].strip()
    if not text.startswith("="):
        return in_plain_words(text)
    try:
        known = literal_of(parse_tree(text[1:].strip()))
    except FeelError:
        known = None
    return known if known is not None else text[1:].strip()
