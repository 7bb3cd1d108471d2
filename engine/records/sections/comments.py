"""What people wrote beside the forms, for both agencies."""

from collections.abc import Iterator

from engine.queries.comments import CommentRow
from engine.records.blocks import Answers, Section
from engine.records.case_file import CaseFile
from engine.records.words import moment


def comments(file: CaseFile) -> Section | None:
    """Return the comments for everybody in the case, the oldest first.

    What an agency keeps to itself never leaves Concord in a record: a record is passed on.
    """
    rows = [(_who(row), _text(row)) for row in _for_everybody(file)]
    return Section("Comments for both agencies", (Answers(rows),)) if rows else None


def _for_everybody(file: CaseFile) -> Iterator[CommentRow]:
    yield from (row for row in file.comments if row.only_for_agency is None)


def _who(row: CommentRow) -> str:
    beside = f", beside “{row.user_task_name}”" if row.user_task_name else ""
    return f"{row.person_name}, {row.agency_name}, {moment(row.written_at)}{beside}"


def _text(row: CommentRow) -> str:
    return f"{row.text}\n\nWhy this stays: {row.kept_reason}" if row.kept_reason else row.text
