"""Whether each agency confirmed the outcome, and where it keeps its own record."""

from collections.abc import Iterator

from engine.queries.confirmations import Confirmation
from engine.queries.submissions import WrittenText
from engine.records.answers import labelled
from engine.records.blocks import Paragraph, Section, Table
from engine.records.case_file import CaseFile
from engine.records.words import NOTHING, moment
from engine.vocabulary import TaskState

CONFIRMATION_HEAD = ("Agency", "Confirms the outcome", "Stage", "When", "By")
CONFIRMATION_WIDTHS = (1.6, 1.4, 1.6, 1.5, 1.9)
PLACE_HEAD = ("Agency", "What it says about its record", "Written")
PLACE_WIDTHS = (1.6, 4.4, 1.6)
PLACE_FIELDS = ("saved_where", "saved_at", "record_ref", "told_practitioners_at")
"""The questions of the record forms about an agency's own files."""


def confirmations(file: CaseFile) -> Section | None:
    """Return each agency's own yes or no."""
    if not file.confirmations:
        return None
    rows = [
        (
            one.agency_name,
            _answer(one),
            one.stage_title,
            moment(one.at),
            one.person_name or NOTHING,
        )
        for one in file.confirmations
    ]
    table = Table(CONFIRMATION_HEAD, rows, CONFIRMATION_WIDTHS)
    return Section("What each agency confirms", (table,))


def own_records(file: CaseFile) -> Section | None:
    """Return where each agency says that it has put its own record of the case."""
    rows = tuple(_places(file))
    if not rows:
        return None
    explained = Paragraph("An agency’s reference to its own record is seen by that agency only.")
    return Section(
        "Where the agencies keep their records", (explained, Table(PLACE_HEAD, rows, PLACE_WIDTHS))
    )


def _answer(one: Confirmation) -> str:
    if one.confirms is not None:
        return "Yes" if one.confirms == "yes" else "No"
    return "Not yet answered" if one.state == TaskState.OPEN else "Not answered"


def _places(file: CaseFile) -> Iterator[tuple[str, str, str]]:
    for written in file.written:
        words = _place(file, written)
        if words:
            yield written.agency_name, words, moment(written.written_at)


def _place(file: CaseFile, written: WrittenText) -> str:
    form = written.form
    if form is None:
        return ""
    told = {key: written.answers[key] for key in PLACE_FIELDS if key in written.answers}
    return "\n".join(f"{label} {answer}" for label, answer in labelled(file.work, form, told))
