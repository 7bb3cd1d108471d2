"""What somebody wants to see of their inbox; as a query string it is an address, or kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, bindparam, exists

from engine.errors import InputRefusedError
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.tasks import UserTask
from engine.queries.worklist_order import Due


class View(StrEnum):
    """Whose work is listed."""

    TEAM = "team"
    """All that somebody may do, alone or with the colleagues of their groups."""
    MINE = "mine"
    """What they have claimed, and what is open to them by name."""
    WAITING = "waiting"
    """What others have to do in cases in which they have acted."""
    DONE = "done"
    """What they have completed."""
    TEAM_DONE = "team-done"
    """What was completed for one of their groups, by whomever."""


DONE_VIEWS = (View.DONE, View.TEAM_DONE)
UNCLAIMED = "yes"
MOST_CHARACTERS = 200


CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "stage": UserTask.stage == bindparam("stage"),
    "area": Case.area_key == bindparam("area"),
    "agency": exists().where(
        CaseAgency.case_id == UserTask.case_id, CaseAgency.agency_key == bindparam("agency")
    ),
    "unclaimed": UserTask.claimed_by.is_(None),
}
"""The conditions on `UserTask` and its `Case`, by the name of the filter and its parameter."""


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks of one view; what is empty narrows nothing."""

    view: View = View.TEAM
    due: Due | None = None
    stage: str = ""
    """The id of a stage."""
    area: str = ""
    """The key of the area in which the child lives."""
    agency: str = ""
    """The key of an agency that takes part in the case."""
    unclaimed: bool = False
    """Only those on which nobody works."""

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the view is asked for."""
        return self != TaskFilter(self.view)

    def values(self) -> dict[str, str | None]:
        """Return which of `CONDITIONS` narrow the view, with the values of their parameters.

        The due time is none of them: it is a range of keys.
        """
        given = {"stage": self.stage, "area": self.area, "agency": self.agency}
        values: dict[str, str | None] = {name: value for name, value in given.items() if value}
        return {**values, "unclaimed": None} if self.unclaimed else values

    def query(self) -> dict[str, str]:
        """Return what the address says, always in the same order; nothing for what is empty."""
        said = {
            "view": "" if self.view == View.TEAM else self.view.value,
            "due": self.due.value if self.due else "",
            "stage": self.stage,
            "area": self.area,
            "agency": self.agency,
            "unclaimed": UNCLAIMED if self.unclaimed else "",
        }
        return {name: value for name, value in said.items() if value}

    def query_string(self) -> str:
        """Return the query as text."""
        return urlencode(self.query())

    @classmethod
    def from_query_string(cls, query_string: str) -> "TaskFilter":
        """Return the filter of a query string; raises as `read_filter` does."""
        return read_filter(dict(parse_qsl(query_string)))


def read_filter(query: Mapping[str, Any]) -> TaskFilter:
    """Return the filter that an address asks for; what it does not know is left alone.

    Raises:
        InputRefusedError: there is no such view or due time, or a value is none that could be.
    """
    text = {name: str(query.get(name) or "").strip() for name in ("stage", "area", "agency")}
    if any("\0" in value or len(value) > MOST_CHARACTERS for value in text.values()):
        message = "A filter holds a value that no case can have."
        raise InputRefusedError(message)
    try:
        view = View(query.get("view") or View.TEAM)
        due = Due(query["due"]) if query.get("due") else None
    except ValueError as error:
        message = "There is no such filter for the inbox."
        raise InputRefusedError(message) from error
    unclaimed = query.get("unclaimed") == UNCLAIMED
    return TaskFilter(view, due, **text, unclaimed=unclaimed)
