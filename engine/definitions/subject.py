"""What the deployment checks look at: the files of a bundle, each read once as far as it can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.definitions import clauses as clause_list
from engine.definitions import procedure as procedure_file
from engine.definitions.clauses import ClauseList, ClausesRefusedError
from engine.definitions.diagram import Diagram, NotBpmnError, read_diagram
from engine.definitions.procedure import Procedure, ProcedureRefusedError
from engine.spiff.document import DocumentRefused
from forms.definition import FormDefinition, read_form
from forms.problem import FormRefused

MAX_ELEMENTS = 150_000
"""After how many BPMN elements no further diagram of a bundle is read."""
_TOO_MANY = (
    f"The diagrams before this one have more than {MAX_ELEMENTS:,} elements; it was not read.",
    "Take out the diagrams that the procedure does not call.",
)


@dataclass(frozen=True)
class Subject:
    """The files, and what could be read from them; what could not is kept with its reason.

    `procedure` and `clauses` are None when their file is not there or cannot be read. Diagrams
    stand under their path, forms under their key.
    """

    files: Mapping[str, bytes]
    diagrams: tuple[Diagram, ...]
    refused_diagrams: Mapping[str, DocumentRefused | NotBpmnError]
    procedure: Procedure | None
    procedure_refusal: ProcedureRefusedError | None
    forms: Mapping[str, FormDefinition]
    refused_forms: Mapping[str, FormRefused]
    clauses: ClauseList | None
    clauses_refusal: ClausesRefusedError | None


def read_subject(files: Mapping[str, bytes]) -> Subject:
    """Read whatever can be read; nothing is raised, refusals are kept."""
    diagrams, refused_diagrams = _read_diagrams(files)
    procedure, procedure_refusal = _read_procedure(files)
    forms, refused_forms = _read_forms(files)
    clauses, clauses_refusal = _read_clauses(files)
    return Subject(
        files=files,
        diagrams=diagrams,
        refused_diagrams=refused_diagrams,
        procedure=procedure,
        procedure_refusal=procedure_refusal,
        forms=forms,
        refused_forms=refused_forms,
        clauses=clauses,
        clauses_refusal=clauses_refusal,
    )


def _read_diagrams(
    files: Mapping[str, bytes],
) -> tuple[tuple[Diagram, ...], dict[str, DocumentRefused | NotBpmnError]]:
    diagrams: list[Diagram] = []
    refused: dict[str, DocumentRefused | NotBpmnError] = {}
    elements = 0
    for path, content in sorted(files.items()):
        if path.lower().endswith((".bpmn", ".xml")):
            try:
                diagrams.append(_read_diagram(path, content, elements))
                elements += len(diagrams[-1].process_elements)
            except (DocumentRefused, NotBpmnError) as error:
                refused[path] = error
    return tuple(diagrams), refused


def _read_diagram(path: str, content: bytes, elements_before: int) -> Diagram:
    if elements_before > MAX_ELEMENTS:
        raise DocumentRefused(*_TOO_MANY)
    return read_diagram(path, content)


def _read_procedure(
    files: Mapping[str, bytes],
) -> tuple[Procedure | None, ProcedureRefusedError | None]:
    source = files.get(procedure_file.FILE_NAME)
    try:
        return None if source is None else procedure_file.read_procedure(source), None
    except ProcedureRefusedError as error:
        return None, error


def _read_forms(
    files: Mapping[str, bytes],
) -> tuple[dict[str, FormDefinition], dict[str, FormRefused]]:
    forms: dict[str, FormDefinition] = {}
    refused: dict[str, FormRefused] = {}
    for path, content in sorted(files.items()):
        if path.endswith(".form"):
            key = PurePosixPath(path).stem
            try:
                forms[key] = read_form(key, content)
            except FormRefused as error:
                refused[key] = error
    return forms, refused


def _read_clauses(
    files: Mapping[str, bytes],
) -> tuple[ClauseList | None, ClausesRefusedError | None]:
    source = files.get(clause_list.FILE_NAME)
    try:
        return None if source is None else clause_list.read_clauses(source), None
    except ClausesRefusedError as error:
        return None, error
