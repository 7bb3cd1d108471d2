"""Which clause of a policy is carried by what, and where there is a gap."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.definitions import names
from engine.definitions.clauses import FILE_NAME, Clause, ClauseList
from engine.definitions.diagram import Element
from engine.definitions.guidance import GUIDANCE
from engine.definitions.subject import Subject

LANE, ROLE = "lane", "role"


@dataclass(frozen=True)
class Carrier:
    """Something that carries a clause: `kind` is element, notification, form or guidance."""

    kind: str
    id: str
    name: str
    """As people read it: the name of an element, the label of a question, what a page says."""


@dataclass(frozen=True)
class CoveredClause:
    """A clause with what carries it. `gaps` are sentences; without any the clause is covered."""

    clause: Clause
    carriers: tuple[Carrier, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class ClauseCoverage:
    """All clauses of one edition; `gaps` are about the list as a whole."""

    policy: str
    clauses: tuple[CoveredClause, ...]
    gaps: tuple[str, ...]

    @property
    def all_gaps(self) -> tuple[str, ...]:
        """Return every gap: of the list, then of each clause."""
        return (*self.gaps, *(gap for found in self.clauses for gap in found.gaps))


def cover_clauses(subject: Subject) -> ClauseCoverage:
    """Say for every clause of an edition what carries it.

    An element that a clause names has to name the clause as well, so that neither can be lost
    unseen. That is not asked of clauses about roles, which lanes show, nor of lanes.
    """
    if subject.clauses is None:
        said = subject.clauses_refusal or f"The edition has no {FILE_NAME}."
        return ClauseCoverage("", (), (str(said),))
    drawing = _Drawing(subject)
    return ClauseCoverage(
        subject.clauses.policy,
        tuple(
            _covered(clause, subject, drawing, subject.clauses)
            for clause in subject.clauses.clauses.values()
        ),
        tuple(_unknown(subject.clauses, drawing)),
    )


class _Drawing:
    """The elements of all diagrams of an edition."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        return {
            str(element.get("id")): element
            for diagram in self._subject.diagrams
            for process in diagram.processes
            for element in process.iter()
            if names.kind(element) and element.get("id")
        }

    @cached_property
    def named(self) -> Mapping[str, frozenset[str]]:
        """Return the clauses that each element names."""
        found: dict[str, frozenset[str]] = defaultdict(frozenset)
        for element_id, element in self.elements.items():
            found[element_id] = frozenset(names.properties(element).get("clauses", "").split())
        return found


def _covered(
    clause: Clause, subject: Subject, drawing: _Drawing, known: ClauseList
) -> CoveredClause:
    carriers = (*_elements(clause, drawing), *_questions(clause, subject), *_places(clause))
    return CoveredClause(clause, carriers, tuple(_gaps(clause, carriers, drawing, known)))


def _elements(clause: Clause, drawing: _Drawing) -> Iterator[Carrier]:
    for element_id in clause.elements:
        element = drawing.elements.get(element_id)
        if element is not None:
            is_notice = names.kind(element) == "serviceTask"
            name = names.one_line(element.get("name")) or element_id
            yield Carrier("notification" if is_notice else "element", element_id, name)


def _questions(clause: Clause, subject: Subject) -> Iterator[Carrier]:
    for key, field_key in clause.fields:
        form = subject.forms.get(key)
        if form is not None and not field_key:
            yield Carrier("form", key, form.title)
        elif form is not None:
            labels = {field.key: field.label for field in form.all_fields() if field.key}
            if field_key in labels:
                yield Carrier("form", f"{key}.{field_key}", labels[field_key])


def _places(clause: Clause) -> Iterator[Carrier]:
    for place in clause.guidance:
        if place in GUIDANCE:
            yield Carrier("guidance", place, GUIDANCE[place])


def _gaps(
    clause: Clause, carriers: tuple[Carrier, ...], drawing: _Drawing, known: ClauseList
) -> Iterator[str]:
    if not carriers and not clause.not_modelled:
        yield f"Nothing carries {clause.id}, and no reason is given."
    present = {carrier.id for carrier in carriers}
    wanted = [*clause.elements, *_field_ids(clause), *clause.guidance]
    for lost in (carrier for carrier in wanted if carrier not in present):
        yield f"{clause.id} is carried by {lost}, which is not there."
    for element_id in clause.elements:
        if not _names_back(clause, element_id, drawing, known):
            yield f"{element_id} carries {clause.id}, but does not name it."


def _field_ids(clause: Clause) -> list[str]:
    return [f"{key}.{field}" if field else key for key, field in clause.fields]


def _names_back(clause: Clause, element_id: str, drawing: _Drawing, known: ClauseList) -> bool:
    element = drawing.elements.get(element_id)
    if element is None or clause.kind == ROLE or names.kind(element) == LANE:
        return True
    return any(known.find(name) is clause for name in drawing.named[element_id])


def _unknown(clauses: ClauseList, drawing: _Drawing) -> Iterator[str]:
    for element_id in drawing.elements:
        for name in sorted(drawing.named[element_id]):
            if clauses.find(name) is None:
                yield f"{element_id} names {name}, which is not in {FILE_NAME}."
