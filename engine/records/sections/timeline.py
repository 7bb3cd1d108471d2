"""What happened, in the order in which it happened."""

from engine.queries.timeline import TimelineEntry
from engine.records.blocks import Paragraph, Section, Table
from engine.records.case_file import CaseFile
from engine.records.words import moment

HEAD = ("No.", "When", "What", "Who")
WIDTHS = (0.5, 1.4, 4.0, 2.6)
EXPLAINED = (
    "The numbers count what stands here. What the procedure did within itself, and what only "
    "another agency may know, is left out."
)
NOBODY = "The procedure"


def timeline(file: CaseFile) -> Section:
    """Return the history of the case in people's words."""
    rows = [
        (str(entry.number), moment(entry.at), _what(entry), _who(entry)) for entry in file.timeline
    ]
    return Section("Timeline", (Paragraph(EXPLAINED), Table(HEAD, rows, WIDTHS)))


def _what(entry: TimelineEntry) -> str:
    return f"{entry.sentence}\nDue {moment(entry.due_at)}" if entry.due_at else entry.sentence


def _who(entry: TimelineEntry) -> str:
    return ", ".join(filter(None, (entry.person_name, entry.agency_name))) or NOBODY
