"""What people wrote at each step, as far as the reader may see it."""

from collections.abc import Iterator, Sequence

from engine.queries.submissions import DRAFT, WrittenText
from engine.records.answers import answers_in_words
from engine.records.blocks import Answers, Block, Heading, Paragraph, Section
from engine.records.case_file import CaseFile
from engine.records.words import moment
from engine.vocabulary import SubmissionState

AFTER_OWN = "Your own agency has to answer this step before you can read what others answered."
NOTHING_TO_SEE = "Nothing in these answers is for this reader."
HOW_KEPT = {
    DRAFT: "typed, and not sent before the step closed",
    SubmissionState.MOVED_ON: "sent after the step had closed",
    SubmissionState.FAILED: "sent, but the procedure could not go on",
}


def said(file: CaseFile) -> Section | None:
    """Return the answers that moved the case, in the order of sending."""
    if not file.written:
        return None
    return Section("What was written at each step", tuple(_texts(file, file.written)))


def left_over(file: CaseFile) -> Section | None:
    """Return what was typed and moved nothing."""
    if not file.kept:
        return None
    explained = Paragraph("Typed by people and kept, but it did not become an answer.")
    return Section("Text that was kept", (explained, *_texts(file, file.kept)))


def _texts(file: CaseFile, texts: Sequence[WrittenText]) -> Iterator[Block | Heading]:
    numbers = {task.id: number for number, task in enumerate(file.tasks, start=1)}
    for written in texts:
        danger = "Danger: " if written.is_danger else ""
        title = f"Step {numbers[written.task_id]}. {danger}{written.task_name}"
        yield Heading(title, _who(written))
        yield _answers(file, written)


def _who(written: WrittenText) -> str:
    kept = HOW_KEPT.get(written.state)
    who = f"{written.person_name}, {written.agency_name}, {moment(written.written_at)}"
    return f"{who} ({kept})" if kept else who


def _answers(file: CaseFile, written: WrittenText) -> Block:
    if written.is_withheld:
        return Paragraph(AFTER_OWN)
    rows = answers_in_words(file, written)
    return Answers(rows) if rows else Paragraph(NOTHING_TO_SEE)
