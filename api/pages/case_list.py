"""The list of cases as a page shows it: what to choose from, a page of rows, and where to go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request, url_for

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_filters import CaseFilter
from engine.queries.case_list import CaseRow, count_cases, list_cases
from engine.queries.worklist_choices import Choices, load_choices
from engine.runtime.case_powers import powers_over
from engine.vocabulary import Role

ROWS: Final = 25
MOST_COUNTED: Final = 100
SHOWN: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "open": ("Open cases", {"ended": False}),
    "ours": ("Waiting for your agency", {"ended": False, "waiting_for": "us"}),
    "others": ("Waiting for another agency", {"ended": False, "waiting_for": "others"}),
    "overdue": ("Overdue", {"ended": False, "attention": "overdue"}),
    "danger": ("Child in danger", {"ended": False, "attention": "danger"}),
    "ended": ("Cases that have ended", {"ended": True}),
}
"""By the word in the address: heading, and what it means to the filter."""
NARROWING: Final = ("reference", "stage", "area", "agency")


@dataclass(frozen=True)
class CaseListView:
    """One page of the list of cases."""

    shown: str
    asked: Mapping[str, str]
    """What was chosen or typed besides."""
    rows: tuple[CaseRow, ...]
    count: int
    choices: Choices
    newer_url: str | None
    older_url: str | None
    powers_url: str | None
    """Where an administrator goes on with a case that has not reached them."""

    @property
    def heading(self) -> str:
        """What is listed."""
        return SHOWN[self.shown][0]

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """Text, address and whether it is this one, of each list."""
        return [
            (text, _url(key, self.asked), key == self.shown) for key, (text, _) in SHOWN.items()
        ]

    @property
    def is_narrowed(self) -> bool:
        """Whether something was chosen or typed."""
        return any(self.asked.values())

    @property
    def is_filtered(self) -> bool:
        """Whether something was chosen besides the reference."""
        return any(text for name, text in self.asked.items() if name != "reference")

    @property
    def clear_url(self) -> str:
        """The list without what was chosen or typed."""
        return _url(self.shown, {})

    @property
    def summary(self) -> str:
        """How many there are."""
        if self.count > MOST_COUNTED:
            return f"More than {MOST_COUNTED} cases."
        return "1 case." if self.count == 1 else f"{self.count} cases."


def view_cases(engine: Engine, work: UnitOfWork, actor: Actor) -> CaseListView:
    """Return the page of the list that the address asks for.

    Raises:
        InputRefusedError: the cursor cannot be used.
    """
    shown = request.args.get("show", "open")
    shown = shown if shown in SHOWN else "open"
    asked = {name: _asked(name) for name in NARROWING}
    wanted = CaseFilter(
        **SHOWN[shown][1],
        reference=asked["reference"],
        stage=asked["stage"] or None,
        area_key=asked["area"] or None,
        agency_key=asked["agency"] or None,
    )
    cursor = request.args.get("page")
    page = list_cases(engine, work, actor, wanted=wanted, limit=ROWS, cursor=cursor)
    return CaseListView(
        shown=shown,
        asked=asked,
        rows=page.rows,
        count=count_cases(engine, work, actor, wanted, most=MOST_COUNTED),
        choices=load_choices(engine, work, actor),
        newer_url=page.previous_cursor and _url(shown, asked, page.previous_cursor),
        older_url=page.next_cursor and _url(shown, asked, page.next_cursor),
        powers_url=None if page.rows else _powers_url(work, actor, asked["reference"]),
    )


def _asked(name: str) -> str:
    # PostgreSQL takes no text with a null character.
    return request.args.get(name, "").replace("\0", "").strip()


def _url(shown: str, asked: Mapping[str, str], page: str | None = None) -> str:
    given: dict[str, Any] = {name: text for name, text in asked.items() if text}
    show = None if shown == "open" else shown
    return url_for("pages_cases.list_all_cases", show=show, page=page, **given)


def _powers_url(work: UnitOfWork, actor: Actor, reference: str) -> str | None:
    """Return where an administrator finds a case by its whole reference, if it is one of theirs."""
    if not reference or not actor.has_role(Role.ADMINISTRATOR):
        return None
    try:
        powers_over(work, actor, reference.upper())
    except NotFoundError:
        return None
    return url_for("pages_cases.show_powers", reference=reference.upper())
