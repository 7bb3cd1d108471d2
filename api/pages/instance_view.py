"""Everything that the page of one process instance shows to an administrator."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.pages.case_view import Diagram, marked_drawing
from api.pages.diagrams import main_diagram
from api.pages.said import Said, SaidPresenter
from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.operations.kind import Kind
from engine.operations.kinds import KINDS
from engine.operations.looking import ShownVariable, find_administered, list_variables
from engine.persistence.cases import Case
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_notices import CaseNotice, notices_for_administrators
from engine.queries.case_openings import opened_until
from engine.queries.cases import Participant, participants
from engine.queries.diagrams import diagram_state
from engine.queries.instance_details import InstanceDetails, load_instance
from engine.queries.instance_timeline import (
    InstanceExcerpt,
    InstanceTimeline,
    load_instance_timeline,
)
from engine.queries.linked_instances import LinkedInstance, list_linked_instances
from engine.queries.opened_case import list_opened_texts
from engine.queries.variable_changes import ValueChange, list_variable_changes
from engine.vocabulary import InstanceState, OperationKind

NOTICES: Final = 20
CHANGES: Final = 100


@dataclass(frozen=True)
class InstanceView:
    """One process instance as its page shows it."""

    details: InstanceDetails
    procedure: str
    edition: str
    agencies: tuple[Participant, ...]
    acts: tuple[Kind, ...]
    diagram: Diagram
    variables: tuple[ShownVariable, ...]
    changes: tuple[ValueChange, ...]
    """The newest changes of variables."""
    linked: tuple[LinkedInstance, ...]
    notices: tuple[CaseNotice, ...]
    timeline: InstanceTimeline
    open_until: datetime | None
    """Until when the case is open to the reader; empty: it is not."""
    said: tuple[Said, ...]
    """What people wrote; empty unless the case is open to the reader."""

    @property
    def last_changes(self) -> Mapping[str, ValueChange]:
        """The newest change of each variable, by its name."""
        return {change.name: change for change in reversed(self.changes)}

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """What can be done, by its key."""
        return {kind.key.value: kind for kind in self.acts}

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Anchors and headings of the sections."""
        sections = (
            ("acts", "What can be done", bool(self.acts)),
            ("diagram", "Diagram", True),
            ("steps", "Open steps", bool(self.details.open_tasks)),
            ("timers", "Time limits that run", bool(self.details.timers)),
            ("incidents", "Incidents", bool(self.details.incidents)),
            ("data", "Data", bool(self.variables or self.changes)),
            ("said", "What people wrote", self.open_until is not None),
            ("linked", "Linked process instances", bool(self.linked)),
            ("notices", "Notices", bool(self.notices)),
            ("timeline", "Timeline", True),
        )
        return [(anchor, heading) for anchor, heading, is_there in sections if is_there]


def view_instance(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    instance_id: uuid.UUID,
    excerpt: InstanceExcerpt,
) -> InstanceView:
    """Return everything about one process instance.

    Raises:
        NotFoundError: there is no such instance, or the actor does not administer it.
    """
    details = load_instance(engine, work, actor, instance_id)
    _, case = find_administered(work, actor, instance_id)
    compiled = engine.definitions.compiled(work, details.row.process_definition_id)
    agencies = participants(work, [case.id]).get(case.id, ())
    until = opened_until(work, actor, case, engine.clock.now())
    return InstanceView(
        details=details,
        procedure=compiled.procedure.title,
        edition=compiled.procedure.edition,
        agencies=agencies,
        acts=tuple(_acts(details.row.state)),
        diagram=_diagram(engine, work, case, compiled),
        variables=list_variables(engine, work, actor, instance_id),
        changes=list_variable_changes(engine, work, actor, instance_id, limit=CHANGES).rows,
        linked=list_linked_instances(work, case, instance_id),
        notices=notices_for_administrators(engine, work, case, NOTICES),
        timeline=load_instance_timeline(engine, work, actor, case, excerpt),
        open_until=until,
        said=tuple(_said(engine, work, actor, case, agencies)) if until else (),
    )


def _acts(state: str) -> Iterator[Kind]:
    is_held = state == InstanceState.SUSPENDED
    for kind in KINDS:
        if state == InstanceState.ENDED and not kind.takes_ended:
            continue
        if kind.key is OperationKind.SUSPEND and is_held:
            continue
        if kind.key is OperationKind.RESUME and not is_held:
            continue
        yield kind


def _diagram(engine: Engine, work: UnitOfWork, case: Case, compiled: CompiledBundle) -> Diagram:
    marks = diagram_state(engine, work, case)
    drawing = marked_drawing(
        main_diagram(compiled),
        tuple(sorted(marks.states.items())),
        marks.taken,
        tuple(sorted(marks.counts.items())),
    )
    return Diagram(drawing, json.dumps(dict(marks.states)), json.dumps(sorted(marks.taken)))


def _said(
    engine: Engine, work: UnitOfWork, actor: Actor, case: Case, agencies: tuple[Participant, ...]
) -> Iterator[Said]:
    presenter = SaidPresenter(
        work=work,
        compiled=engine.definitions.compiled(work, case.process_definition_id),
        sides={f"{agency.side}_view": agency.agency_name for agency in agencies},
        now=engine.clock.now(),
        participants=agencies,
    )
    for text in reversed(list_opened_texts(engine, work, actor, case)):
        yield presenter.present(text)
