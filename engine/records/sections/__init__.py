"""The parts of a record, in their order; each says nothing when it is empty."""

from collections.abc import Callable

from engine.records.blocks import Section
from engine.records.case_file import CaseFile
from engine.records.sections.agreed import confirmations, own_records
from engine.records.sections.alerts import alerts
from engine.records.sections.comments import comments
from engine.records.sections.diagram import diagram
from engine.records.sections.ending import closing, links
from engine.records.sections.limits import limits
from engine.records.sections.notices import notices
from engine.records.sections.said import left_over, said
from engine.records.sections.steps import steps
from engine.records.sections.summary import summary
from engine.records.sections.timeline import timeline
from engine.records.sections.trust import trust

SECTIONS: tuple[Callable[[CaseFile], Section | None], ...] = (
    summary,
    closing,
    diagram,
    steps,
    limits,
    alerts,
    said,
    left_over,
    confirmations,
    own_records,
    comments,
    links,
    notices,
    timeline,
    trust,
)
