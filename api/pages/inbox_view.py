"""The data of the inbox's template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for

from api.pages.inbox_count import open_task_counts
from api.pages.inbox_words import (
    ABOUT,
    DUE_CHOICES,
    NOTHING,
    PARTS,
    VIEWS,
    results_in_words,
    summary_in_words,
)
from engine.access import Actor
from engine.context import Engine
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.saved_filters import SavedFilterRow, list_saved_filters
from engine.queries.worklist import WorkPage, list_open_tasks
from engine.queries.worklist_choices import Choice, Choices, load_choices
from engine.queries.worklist_counts import NOTHING as NONE_COUNTED
from engine.queries.worklist_counts import Count, TaskCounts, count_tasks
from engine.queries.worklist_done import list_done_tasks
from engine.queries.worklist_filter import DONE_VIEWS, TaskFilter, View
from engine.queries.worklist_rows import WorkRow

ROWS = 25
INBOX = "pages_inbox.show_inbox"


@dataclass(frozen=True)
class Tab:
    """A link to one view."""

    name: str
    count: Count
    href: str
    is_current: bool


@dataclass(frozen=True)
class Part:
    """A part of the inbox with its rows on this page."""

    title: str
    key: str
    rows: tuple[WorkRow, ...]


@dataclass(frozen=True)
class InboxView:
    """One page of somebody's inbox."""

    wanted: TaskFilter
    tabs: tuple[Tab, ...]
    summary: str
    hint: str
    """What would fill a view that is empty."""
    parts: tuple[Part, ...]
    rows: tuple[WorkRow, ...]
    results: str
    """How many tasks fit the filters, in words; empty when nothing is filtered."""
    is_last_of_look: bool
    """The next page looks through further tasks."""
    next_url: str | None
    previous_url: str | None
    here: str
    """The address of this page, to come back to."""
    select_url: str
    clear_url: str
    choices: Choices | None
    """What the filters offer; None in a view that has none."""
    saved: tuple[SavedFilterRow[TaskFilter], ...]

    @property
    def is_done(self) -> bool:
        """Tell whether the rows have been done."""
        return self.wanted.view in DONE_VIEWS

    @property
    def can_act(self) -> bool:
        """Tell whether the rows are the reader's to do."""
        return self.wanted.view in {View.TEAM, View.MINE}

    @property
    def is_saved(self) -> bool:
        """Tell whether this very filter is kept under a name."""
        return any(one.wanted == self.wanted for one in self.saved)

    @property
    def due_choices(self) -> list[Choice]:
        """Return the parts that the filter offers."""
        return [Choice(due.value, name) for due, name in DUE_CHOICES.items()]

    def task_url(self, task: WorkRow) -> str:
        """Return the address of a task."""
        return url_for("pages_tasks.show_task", user_task_id=task.id)

    def case_url(self, task: WorkRow) -> str:
        """Return the address of a task's case."""
        return url_for("pages_cases.show_case", reference=task.reference)


def view_inbox(
    engine: Engine, work: UnitOfWork, actor: Actor, wanted: TaskFilter, cursor: str | None
) -> InboxView:
    """Return a page of the inbox; raises as `list_open_tasks` does."""
    page = _page(engine, work, actor, wanted, cursor)
    open_now = open_task_counts(engine, work, actor)
    known = {} if page.count is None or wanted.narrows else {wanted.view: page.count}
    counts = {
        view: known.get(view) or count_tasks(work, actor, view)
        for view in (View.MINE, View.WAITING)
    }
    here = {"page": cursor} if cursor else {}
    return InboxView(
        wanted=wanted,
        tabs=_tabs({View.TEAM: open_now.open, **counts}, wanted.view),
        summary=_summary(wanted, open_now, page),
        hint=NOTHING[wanted.view][1],
        parts=_parts(page.rows),
        rows=page.rows,
        results=_results(page) if wanted.narrows else "",
        is_last_of_look=page.is_last_of_look,
        next_url=page.next_cursor and filter_url(wanted, page=page.next_cursor),
        previous_url=page.previous_cursor and filter_url(wanted, page=page.previous_cursor),
        here=filter_url(wanted, **here),
        select_url=filter_url(wanted, **here, select="all"),
        clear_url=filter_url(TaskFilter(wanted.view)),
        choices=None if wanted.view in DONE_VIEWS else load_choices(engine, work, actor),
        saved=list_saved_filters(work, actor),
    )


def filter_url(wanted: TaskFilter, **more: str) -> str:
    """Return the address of the inbox under a filter."""
    query: dict[str, Any] = {**wanted.query(), **more}
    return url_for(INBOX, **query)


def _page(
    engine: Engine, work: UnitOfWork, actor: Actor, wanted: TaskFilter, cursor: str | None
) -> WorkPage:
    if wanted.view in DONE_VIEWS:
        return list_done_tasks(engine, work, actor, view=wanted.view, limit=ROWS, cursor=cursor)
    return list_open_tasks(engine, work, actor, wanted=wanted, limit=ROWS, cursor=cursor)


def _tabs(counts: Mapping[View, Count], current: View) -> tuple[Tab, ...]:
    """Return the views as links. Both views of what is done stand behind one."""
    is_done = current in DONE_VIEWS
    return tuple(
        Tab(
            name,
            counts.get(view, NONE_COUNTED),
            filter_url(TaskFilter(view)),
            is_current=view == current or (is_done and view in DONE_VIEWS),
        )
        for view, name in VIEWS.items()
    )


def _parts(rows: Iterable[WorkRow]) -> tuple[Part, ...]:
    """Return the rows by the part of the inbox in which they stand; they come in its order."""
    return tuple(
        Part(PARTS[part], part.value, tuple(inside))
        for part, inside in groupby(rows, key=lambda row: row.part)
        if part is not None
    )


def _summary(wanted: TaskFilter, open_now: TaskCounts, page: WorkPage) -> str:
    if wanted.view == View.TEAM:
        return summary_in_words(open_now)
    return ABOUT[wanted.view] if page.rows or wanted.narrows else NOTHING[wanted.view][0]


def _results(page: WorkPage) -> str:
    if page.count is None:
        return "More tasks that fit your filters."
    return results_in_words(page.count, is_cut_off=page.is_cut_off)
