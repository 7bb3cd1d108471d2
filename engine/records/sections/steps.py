"""Every step that the case came to: for whom, when opened, due and done."""

from collections.abc import Iterator

from engine.definitions.procedure import roles_in
from engine.english import listed, role_in_words, sentence
from engine.queries.case_tasks import CaseTask
from engine.queries.doers import list_doers
from engine.records.blocks import Paragraph, Section, Table
from engine.records.case_file import CaseFile
from engine.records.sections.limits import reason_in_words, verdict_in_words
from engine.records.words import NOTHING, SIDES, moment
from engine.vocabulary import TaskState

HEAD = ("No.", "Step", "For", "Opened", "Due", "Done or closed")
WIDTHS = (0.4, 2.4, 1.8, 1.3, 1.6, 2.1)


def steps(file: CaseFile) -> Section:
    """Return the steps as a table, in the order in which they opened."""
    rows = [_row(file, number, task) for number, task in enumerate(file.tasks, start=1)]
    explained = "In the order in which they opened. All times are London time."
    return Section("Steps", (Paragraph(explained), Table(HEAD, rows, WIDTHS)))


def _row(file: CaseFile, number: int, task: CaseTask) -> tuple[str, ...]:
    danger = "Danger: " if task.is_danger else ""
    return (
        str(number),
        "\n".join(filter(None, (f"{danger}{task.name}", task.stage_title, _clauses(file, task)))),
        for_whom(task),
        moment(task.opened_at),
        "\n".join([moment(task.due_at), *_verdicts(file, task)]),
        _end(file, task),
    )


def _clauses(file: CaseFile, task: CaseTask) -> str:
    clauses = file.compiled.library.element(task.element_id).clauses
    return f"Clauses {', '.join(clauses)}" if clauses else ""


def _verdicts(file: CaseFile, task: CaseTask) -> Iterator[str]:
    """Yield what became of the time limit of a step."""
    for limit in file.limits:
        if task.id in limit.task_ids:
            yield from filter(None, (verdict_in_words(limit), reason_in_words(limit)))


def for_whom(task: CaseTask) -> str:
    """Return whose step it is: the role, and the agency or the side of the case."""
    roles = " or ".join(role_in_words(one) for one in roles_in(task.role))
    return sentence(", ".join(filter(None, (roles, task.agency_name or SIDES[task.agency_side]))))


def _end(file: CaseFile, task: CaseTask) -> str:
    if task.state == TaskState.COMPLETED:
        who = [task.completed_by_name or NOTHING, task.completed_for_name]
        return f"{moment(task.closed_at)}\n{', '.join(one for one in who if one)}"
    if task.state == TaskState.CANCELLED:
        return f"{moment(task.closed_at)}\nClosed undone: {task.why_closed}"
    doers = list_doers(file.work, task.id)
    agencies = listed(list(dict.fromkeys(doer.agency_name for doer in doers)))
    return f"Open, with {agencies}" if agencies else "Open"
