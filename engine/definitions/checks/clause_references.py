"""Diagrams, forms and the list of clauses know each other."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.clauses import FILE_NAME, Clause, ClauseList
from engine.definitions.diagram import Diagram, Element
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "clause-references"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find clauses that are not in the list, and listed clauses whose element or field is gone."""
    if subject.clauses_refusal is not None:
        yield _report.about_file(
            FILE_NAME, str(subject.clauses_refusal), "Correct the file; see the modelling guide."
        )
    if subject.clauses is None:
        return
    yield from _other_policy(subject, subject.clauses)
    for diagram in subject.diagrams:
        for element, _ in diagram.process_elements:
            yield from _unknown(diagram, element, subject.clauses)
    if not subject.refused_diagrams:
        yield from _orphans(subject, subject.clauses)


def _other_policy(subject: Subject, clauses: ClauseList) -> Iterator[Problem]:
    procedure = subject.procedure
    if procedure is not None and procedure.clause_policy != clauses.policy:
        yield _report.about_file(
            FILE_NAME,
            f"These are the clauses of {clauses.policy[:60]}, but the edition has the clause "
            f"policy “{procedure.clause_policy[:60]}”.",
            "Take the list that belongs to the edition, or correct clause_policy.",
        )


def _unknown(diagram: Diagram, element: Element, clauses: ClauseList) -> Iterator[Problem]:
    for clause_id in names.properties(element).get("clauses", "").split():
        if clauses.find(clause_id) is None:
            yield _report.error(
                diagram,
                element,
                f"The clause “{clause_id[:60]}” is not in {FILE_NAME}.",
                "Correct the clause in the properties panel, or add it to the list.",
            )


def _orphans(subject: Subject, clauses: ClauseList) -> Iterator[Problem]:
    present = {e.get("id") for d in subject.diagrams for e in d.root.iter() if e.get("id")}
    for clause in clauses.clauses.values():
        lost = [f"the element {e[:60]}" for e in clause.elements if e not in present]
        lost += _lost_fields(subject, clause)
        for carrier in lost:
            yield _report.about_file(
                FILE_NAME,
                f"The clause {clause.id[:60]} is carried by {carrier}, which is not there.",
                "Name what carries the clause now, or take it out of the list.",
                severity="warning",
            )


def _lost_fields(subject: Subject, clause: Clause) -> Iterator[str]:
    for key, field in clause.fields:
        form = subject.forms.get(key)
        if form is None and key not in subject.refused_forms:
            yield f"the form {key[:60]}"
        elif form is not None and field and field not in {f.key for f in form.all_fields()}:
            yield f"the field {field[:60]} of the form {key[:60]}"
