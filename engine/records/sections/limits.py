"""Each time limit that has run: until when, when it was met, and why it was late."""

from engine.definitions.application_forms import LATE, application_form
from engine.english import sentence
from engine.queries.case_limits import CaseLimit
from engine.records.blocks import Paragraph, Section, Table
from engine.records.case_file import CaseFile
from engine.records.words import moment
from engine.vocabulary import LIMIT_VERDICTS, LimitVerdict

HEAD = ("Limit", "Began", "Until", "Took place", "Recorded", "Verdict")
WIDTHS = (2.0, 1.3, 1.3, 1.3, 1.3, 2.0)
EXPLAINED = (
    "What counts is when something took place, as people said, not when it was recorded. "
    "“In time, recorded late” means that it took place within the limit."
)
NOT_DONE = "Not kept"


def limits(file: CaseFile) -> Section | None:
    """Return the limits, the earliest first."""
    if not file.limits:
        return None
    rows = [_row(file, number, limit) for number, limit in enumerate(file.limits)]
    return Section("Time limits", (Paragraph(EXPLAINED), Table(HEAD, rows, WIDTHS)))


def _row(file: CaseFile, number: int, limit: CaseLimit) -> tuple[str, ...]:
    earlier = sum(other.element_id == limit.element_id for other in file.limits[:number])
    time = f", time {earlier + 1}" if earlier else ""
    return (
        f"{sentence(limit.name)}{time}\n{limit.stage_title}",
        moment(limit.began_at),
        moment(limit.due_at),
        moment(limit.met_at),
        moment(limit.recorded_at if limit.met_at else None),
        "\n".join(filter(None, (verdict_in_words(limit), reason_in_words(limit)))),
    )


def verdict_in_words(limit: CaseLimit) -> str:
    """Return what became of a limit, for example “In time, recorded late”."""
    is_undone = limit.verdict is LimitVerdict.LATE and limit.met_at is None
    return NOT_DONE if is_undone else LIMIT_VERDICTS[limit.verdict]


def reason_in_words(limit: CaseLimit) -> str:
    """Return why it was late, with the words that were added; empty without a reason."""
    options = application_form(LATE).field("late_reason").options
    label = next((one.label for one in options if one.value == limit.late_reason), "")
    return f"{label}: {limit.late_words}" if label and limit.late_words else label
