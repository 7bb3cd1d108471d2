"""The questions that a diagram asks, and where each answer leads."""

from collections.abc import Iterator, Sequence

from engine.definitions import names
from engine.definitions.diagram import Flow, Node
from engine.definitions.documentation.model import Answer, Decision
from engine.definitions.documentation.scene import Scene, explained
from engine.definitions.documentation.steps import stages_of
from engine.definitions.documentation.ways import NOWHERE, is_decision, where
from engine.english import sentence
from forms.feel.words import condition_in_words

NO_QUESTION = "(no question is written)"
OTHERWISE = "otherwise"


def decisions_among(scene: Scene, nodes: Sequence[Node]) -> tuple[Decision, ...]:
    """Return the decisions among the nodes, in their order."""
    stages = stages_of(scene, nodes)
    return tuple(
        Decision(
            element_id=node.id,
            stage=scene.stage_title(stages[node.id]),
            question=names.one_line(node.element.get("name")) or NO_QUESTION,
            explained=explained(node.element),
            answers=tuple(_answers(scene, node)),
            clauses=scene.clauses_of(node),
        )
        for node in nodes
        if is_decision(node)
    )


def _answers(scene: Scene, node: Node) -> Iterator[Answer]:
    default = node.element.get("default")
    # The way that is taken otherwise stands last, as it is judged last.
    for flow in sorted(node.outgoing, key=lambda one: one.id == default):
        label = names.one_line(flow.element.get("name"))
        condition = _condition(scene, flow)
        yield Answer(
            label=label or (OTHERWISE if flow.id == default else ""),
            condition=sentence(condition) if condition else "",
            leads_to=sentence(where([flow.target]) or NOWHERE),
        )


def _condition(scene: Scene, flow: Flow) -> str:
    text = names.text_of(flow.element.find(names.bpmn("conditionExpression")))
    if not text or flow.source is None:
        return ""
    return condition_in_words(text.removeprefix("=").strip(), scene.vocabulary_at(flow.source))
