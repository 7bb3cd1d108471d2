"""Where a step stands: a step is added after it, it leads elsewhere, or it is taken out."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import EDITORS, keeps_text, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.draft_diagram import DraftDiagram, find_diagram
from api.pages.typed_steps import MOST_NAME
from api.pages.workshop_words import moved_on_in_words
from api.reading import reading
from engine.definitions.diagram import Node
from engine.definitions.names import one_line
from engine.definitions.step_placing import (
    UndrawnWayError,
    add_step,
    lead_step,
    remove_step,
    targets_of,
)
from engine.definitions.steps import StepKind, called, steps_in
from engine.errors import DraftMovedOnError, NotAllowedError, NotFoundError
from engine.queries.procedure_drafts import draft_files
from engine.workshop.saving import save_files

blueprint = Blueprint("pages_step_place", __name__)

ADDED = "Added: {name}. Say here what it needs."
LED = "Saved: {name} leads elsewhere."
REMOVED = "Taken out: {name}. The history of the draft brings it back."
ONLY_DRAWN = "That can only be drawn: several ways leave this step, or it cannot lead there"


class _TypedWrongError(ValueError):
    """What was typed cannot be; with the words and the id of the field."""

    def __init__(self, words: str, field: str) -> None:
        self.words, self.field = words, field
        super().__init__(words)


@dataclass(frozen=True)
class _Done:
    """A changed diagram, what the history and the person are told, and where they go on."""

    content: bytes
    summary: str
    said: str
    goes_to: str


@blueprint.get("/workshop/drafts/<uuid:draft_id>/step-place/<element_id>/<path:path>")
@open_to(EDITORS)
def show_place(draft_id: uuid.UUID, element_id: str, path: str) -> ResponseReturnValue:
    """Show where a step stands, and what can be done there."""
    place = find_diagram(draft_id, path)
    return _page(place, _node(place, element_id), place.draft.revision)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/step-place/<element_id>/<path:path>")
@open_to(EDITORS)
@keeps_text
def change_place(draft_id: uuid.UUID, element_id: str, path: str) -> ResponseReturnValue:
    """Add a step, lead one elsewhere, or take one out; nobody's drawing is overwritten."""
    place = find_diagram(draft_id, path)
    node = _node(place, element_id)
    base = request.form.get("base_revision", type=int) or 0
    act = _ACTS.get(request.form.get("act", ""))
    if act is None:
        raise NotFoundError("act", request.form.get("act", ""))
    try:
        done = act(place, node)
        save_files(
            current_engine(),
            required_actor(),
            draft_id,
            {path: done.content},
            base_revision=place.draft.revision if _is_untouched(place, base) else base,
            summary=done.summary,
        )
    except _TypedWrongError as wrong:
        page = _page(place, node, base, {wrong.field: wrong.words})
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    except UndrawnWayError:
        return _page(place, node, base, {"target": ONLY_DRAWN}), HTTPStatus.UNPROCESSABLE_ENTITY
    except DraftMovedOnError as error:
        page = _page(place, node, error.revision, {"new-name": moved_on_in_words(error)})
        return page, HTTPStatus.CONFLICT
    except NotAllowedError as error:
        return _page(place, node, base, {"new-name": str(error)}), HTTPStatus.FORBIDDEN
    flash(done.said)
    return redirect(done.goes_to)


def _add(place: DraftDiagram, node: Node) -> _Done:
    name = one_line(request.form.get("name", ""))
    if not name or len(name) > MOST_NAME or not name.isprintable():
        words = f"Enter a name, of at most {MOST_NAME} characters"
        raise _TypedWrongError(words, "new-name")
    kind = StepKind.NOTICE if request.form.get("kind") == StepKind.NOTICE else StepKind.TASK
    content, new_id = add_step(place.source, node.id, kind, name)
    address = url_for(
        "pages_step_table.show_step", draft_id=place.draft.id, element_id=new_id, path=place.path
    )
    return _Done(content, f"Added “{name}” in {place.path}", ADDED.format(name=name), address)


def _lead(place: DraftDiagram, node: Node) -> _Done:
    nodes = _nodes(place)
    target = nodes.get(request.form.get("target", ""))
    if target is None:
        raise _TypedWrongError("Choose where it leads", "target")
    content = lead_step(place.source, node.id, target.id)
    summary = f"“{node.name}” leads to “{called(target)}” in {place.path}"
    return _Done(content, summary, LED.format(name=node.name), f"{_table(place)}#{node.id}")


def _remove(place: DraftDiagram, node: Node) -> _Done:
    content = remove_step(place.source, node.id)
    summary = f"Took “{node.name}” out of {place.path}"
    return _Done(content, summary, REMOVED.format(name=node.name), _table(place))


_ACTS: dict[str, Callable[[DraftDiagram, Node], _Done]] = {
    "add": _add,
    "lead": _lead,
    "remove": _remove,
}


def _page(place: DraftDiagram, node: Node, base: int, errors: dict[str, str] | None = None) -> str:
    nodes = _nodes(place)
    targets = [(other.id, called(other)) for other in targets_of(node, nodes)]
    return render_template(
        "pages/step_place.html",
        draft=place.draft,
        path=place.path,
        node=node,
        leads_to=[flow.target.id for flow in node.outgoing if flow.target is not None],
        targets=sorted(targets, key=lambda target: target[1].casefold()),
        has_limits=bool(node.boundary),
        base=base,
        errors=errors or {},
        typed=request.form,
    )


def _nodes(place: DraftDiagram) -> dict[str, Node]:
    found = (one for one in place.subject.diagrams if one.file == place.path)
    return next((diagram.nodes for diagram in found), {})


def _node(place: DraftDiagram, element_id: str) -> Node:
    diagram = next((one for one in place.subject.diagrams if one.file == place.path), None)
    known = {step.id for step in steps_in(diagram)} if diagram else set()
    if element_id not in known:
        raise NotFoundError("step", element_id)
    return _nodes(place)[element_id]


def _is_untouched(place: DraftDiagram, base: int) -> bool:
    """Tell whether the diagram is still what the page showed."""
    if not 0 < base < place.draft.revision:
        return False
    with reading() as work:
        then = draft_files(work, required_actor(), place.draft.id, base)
    return then.get(place.path) == place.source


def _table(place: DraftDiagram) -> str:
    return url_for("pages_step_table.edit_steps", draft_id=place.draft.id, path=place.path)
