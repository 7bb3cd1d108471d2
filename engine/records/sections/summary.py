"""The case in a few sentences: how far it came, what was kept, who confirmed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from engine.english import counted, listed
from engine.records.blocks import Points, Section
from engine.records.case_file import CaseFile
from engine.records.words import times
from engine.vocabulary import LimitVerdict, NotificationState, TaskState


def summary(file: CaseFile) -> Section:
    """Return what a reader has to know first."""
    return Section("Summary", (Points(tuple(_sentences(file))),))


def _sentences(file: CaseFile) -> Iterator[str]:
    yield _levels(file)
    yield _steps(file)
    yield _limits(file)
    yield from _danger(file)
    yield from _confirmed(file)
    yield _told(file)


def _levels(file: CaseFile) -> str:
    levels = dict.fromkeys(task.stage_title for task in file.tasks if not task.is_danger)
    return f"Levels reached: {listed(list(levels))}."


def _steps(file: CaseFile) -> str:
    states = Counter(task.state for task in file.tasks)
    parts = [
        f"{states[TaskState.COMPLETED]} done",
        f"{states[TaskState.CANCELLED]} closed undone",
        f"{states[TaskState.OPEN]} open",
    ]
    return f"{counted(len(file.tasks), 'step')}: {_without_zeros(parts)}."


def _limits(file: CaseFile) -> str:
    if not file.limits:
        return "No time limit has run."
    verdicts = Counter(limit.verdict for limit in file.limits)
    parts = [
        f"{verdicts[LimitVerdict.KEPT]} kept",
        f"{verdicts[LimitVerdict.RECORDED_LATE]} kept and recorded late",
        f"{verdicts[LimitVerdict.LATE]} not kept",
        f"{verdicts[LimitVerdict.OVERDUE]} overdue",
        f"{verdicts[LimitVerdict.RUNNING]} running",
        f"{verdicts[None]} no longer needed",
    ]
    return f"{counted(len(file.limits), 'time limit')}: {_without_zeros(parts)}."


def _without_zeros(parts: Sequence[str]) -> str:
    return listed([part for part in parts if not part.startswith("0 ")])


def _danger(file: CaseFile) -> Iterator[str]:
    alerts = {task.process_instance_id for task in file.tasks if task.is_danger}
    if alerts:
        often = times(len(alerts))
        yield f"Immediate danger to the child was reported {often}: see “Danger and messages”."


def _confirmed(file: CaseFile) -> Iterator[str]:
    asked = file.confirmations
    if asked:
        yes = sum(one.confirms == "yes" for one in asked)
        asks = counted(len(asked), "request")
        yield f"{asks} to an agency to confirm an outcome: {yes} answered with yes."


def _told(file: CaseFile) -> str:
    if not file.notices:
        return "No notice that the reader may know of has been sent."
    rows = [row for notice in file.notices for row in notice.deliveries]
    if not rows:
        return f"{counted(len(file.notices), 'notice')}, none of them delivered yet."
    people = {(row.person_name, row.agency_name) for row in rows}
    failed = sum(row.state == NotificationState.FAILED for row in rows)
    words = f"{counted(len(file.notices), 'notice')} to {counted(len(people), 'person', 'people')}"
    return f"{words}; {failed} of {len(rows)} deliveries failed."
