"""What the record leaves out, and how it can be compared with the system."""

from engine.records.blocks import Digest, Facts, Paragraph, Points, Section
from engine.records.case_file import CaseFile
from engine.records.words import moment

LEFT_OUT = (
    "Comments and notes that an agency keeps to itself are in no record, not even its own.",
    "What an agency answers for itself only, and tells its own people only: left out for others.",
    "Who the child is: the hint that agencies exchange is never in a record.",
    "Drafts of steps that are still open.",
)
HOW = (
    "The same reader gets the same file, byte for byte, until something else happens in the case. "
    "Each event of the history is sealed with the one before it: whoever changes, adds or takes "
    "away one changes the number below. Enter both lines on the page “Record of the case” in "
    "Concord. It works the number out anew for as many events and says whether it is the same, "
    "however far the case has come since."
)


def trust(file: CaseFile) -> Section:
    """Return what is not here, and the numbers to compare."""
    provenance = file.provenance
    facts = Facts(
        (
            ("Version of the procedure", f"{file.case.edition}, version {provenance.version}"),
            ("Events in the history", str(provenance.history_count)),
            ("The last of them", moment(provenance.last_event_at)),
        )
    )
    return Section(
        "How to check this record",
        (
            Paragraph("Left out, for everybody or for some:"),
            Points(LEFT_OUT),
            Paragraph(HOW),
            facts,
            Digest(
                f"History of {provenance.history_count} events, SHA-256", provenance.history_hash
            ),
            Digest("Files of the version that the case followed, SHA-256", provenance.content_hash),
        ),
    )
