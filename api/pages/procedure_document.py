"""A procedure for people who read policies: one page, and the same as PDF and DOCX."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from api.access import EDITORS, SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.procedure_paper import answer_with_paper
from api.reading import reading
from engine.definitions.drawing import draw_diagram
from engine.records.blocks import Cell, Picture, Section, Table
from engine.records.procedure import ProcedureDocument, document_draft, document_version

blueprint = Blueprint("pages_procedure_document", __name__)

PDF: dict[str, object] = {"ending": "pdf"}
DOCX: dict[str, object] = {"ending": "docx"}


@dataclass(frozen=True)
class Back:
    """Where the page leads back to."""

    text: str
    href: str


@blueprint.get("/procedures/<int:process_definition_id>/document")
@open_to(SIGNED_IN)
def show_document(process_definition_id: int) -> ResponseReturnValue:
    """Show what a version says, in words."""
    back = url_for("pages_procedures.show_procedure", process_definition_id=process_definition_id)
    return _page(
        _of_version(process_definition_id),
        Back("The procedure", back),
        pdf=url_for(".send_document", process_definition_id=process_definition_id, ending="pdf"),
        docx=url_for(".send_document", process_definition_id=process_definition_id, ending="docx"),
    )


@blueprint.get("/procedures/<int:process_definition_id>/document.pdf", defaults=PDF)
@blueprint.get("/procedures/<int:process_definition_id>/document.docx", defaults=DOCX)
@open_to(SIGNED_IN)
def send_document(process_definition_id: int, ending: str) -> Response:
    """Give the same as a file."""
    return answer_with_paper(_of_version(process_definition_id), ending)


@blueprint.get("/workshop/drafts/<uuid:draft_id>/document")
@open_to(EDITORS)
def show_draft_document(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a draft says, in words, as far as its files can be read."""
    return _page(
        _of_draft(draft_id),
        Back("The draft", f"/workshop/drafts/{draft_id}"),
        pdf=url_for(".send_draft_document", draft_id=draft_id, ending="pdf"),
        docx=url_for(".send_draft_document", draft_id=draft_id, ending="docx"),
    )


@blueprint.get("/workshop/drafts/<uuid:draft_id>/document.pdf", defaults=PDF)
@blueprint.get("/workshop/drafts/<uuid:draft_id>/document.docx", defaults=DOCX)
@open_to(EDITORS)
def send_draft_document(draft_id: uuid.UUID, ending: str) -> Response:
    """Give the same as a file."""
    return answer_with_paper(_of_draft(draft_id), ending)


def _of_version(process_definition_id: int) -> ProcedureDocument:
    with reading() as work:
        return document_version(current_engine(), work, required_actor(), process_definition_id)


def _of_draft(draft_id: uuid.UUID) -> ProcedureDocument:
    with reading() as work:
        return document_draft(work, required_actor(), draft_id)


def _page(documented: ProcedureDocument, back: Back, *, pdf: str, docx: str) -> str:
    told = frozenset(_elements(documented.document.sections))
    return render_template(
        "pages/procedure_document.html",
        document=documented.document,
        drawings=dict(_drawings(documented, told)),
        back=back,
        pdf=pdf,
        docx=docx,
    )


def _elements(sections: Sequence[Section]) -> Iterator[str]:
    """Yield the ids of the elements that the tables tell about."""
    for section in sections:
        for block in section.blocks:
            for row in block.rows if isinstance(block, Table) else ():
                yield from (one.element_id for one in row if isinstance(one, Cell))


def _drawings(documented: ProcedureDocument, told: frozenset[str]) -> Iterator[tuple[str, Markup]]:
    """Yield the drawings for the screen by their file; shapes lead to their rows."""
    links = {element_id: f"#element-{element_id}" for element_id in told if element_id}
    for section in documented.document.sections:
        for block in section.blocks:
            if isinstance(block, Picture) and block.path:
                svg = draw_diagram(documented.files[block.path], states={}, links=links)
                yield block.path, Markup(svg)  # noqa: S704 - our own drawing
