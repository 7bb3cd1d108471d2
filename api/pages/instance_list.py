"""The list of process instances as a page shows it: counts, filters, rows, and where to go on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import url_for

from api.pages.instance_diagram import DrawnDiagram, draw_counts
from engine.access import Actor
from engine.context import Engine
from engine.operations.kind import Kind
from engine.operations.kinds import KINDS
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.instance_choices import InstanceChoices, load_instance_choices
from engine.queries.instance_counts import (
    ElementCount,
    VersionCount,
    count_elements,
    count_versions,
)
from engine.queries.instance_filters import OPEN, InstanceFilter
from engine.queries.instances import MOST_COUNTED, InstancePage, InstanceRow, list_instances
from engine.queries.saved_filters import SavedFilterRow, list_instance_filters
from engine.vocabulary import DANGER_MESSAGE, InstanceState

ROWS: Final = 25
LIST: Final = "pages_operations_instances.show_instances"
TABS: Final[Mapping[str | None, str]] = {
    OPEN: "Not ended",
    InstanceState.ACTIVE: "Running",
    InstanceState.SUSPENDED: "On hold",
    InstanceState.ENDED: "Ended",
    None: "All",
}
"""The states of the list, in words."""


@dataclass(frozen=True)
class InstanceListView:
    """One page of the list of process instances."""

    wanted: InstanceFilter
    page: InstancePage
    versions: tuple[VersionCount, ...]
    """Those with instances that have not ended."""
    shown: VersionCount | None
    """The version whose diagram is shown."""
    elements: tuple[ElementCount, ...]
    diagrams: tuple[DrawnDiagram, ...]
    choices: InstanceChoices
    saved: tuple[SavedFilterRow[InstanceFilter], ...]
    next_url: str | None
    first_url: str | None
    """The newest ones; empty on the first page."""
    here: str
    select_url: str
    """The same page with every row chosen."""
    kinds: tuple[Kind, ...] = KINDS

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """Text, address and whether it is this one, of each state."""
        return [
            (text, list_url(replace(self.wanted, state=state)), state == self.wanted.state)
            for state, text in TABS.items()
        ]

    @property
    def results(self) -> str:
        """How many fit, in words."""
        count = self.page.count
        if count is None:
            return "More that fit"
        if count > MOST_COUNTED:
            return f"More than {MOST_COUNTED:,} process instances"
        number = "1 process instance" if count == 1 else f"{count:,} process instances"
        return f"{number} so far; not all was looked through" if self.page.is_cut_off else number

    @property
    def chosen_element(self) -> str:
        """The name of the element of the filter; its id where the diagram shown has none."""
        names = {one.element_id: one.name for one in self.elements}
        return names.get(self.wanted.element_id, self.wanted.element_id)

    @property
    def is_saved(self) -> bool:
        """Tell whether this very filter is kept under a name."""
        return any(one.wanted == self.wanted for one in self.saved)

    @property
    def clear_url(self) -> str:
        """The same states without the other filters."""
        return list_url(InstanceFilter(self.wanted.state))

    @property
    def csv_url(self) -> str:
        """All that fits as a file."""
        query: dict[str, Any] = self.wanted.query()
        return url_for("pages_operations_instances.download_instances", **query)

    def element_url(self, element_id: str) -> str:
        """Return the address of the instances at an element of the version that is shown."""
        return list_url(at_element(self.wanted, self.shown, element_id))

    def version_url(self, count: VersionCount) -> str:
        """Return the address of the instances of a version."""
        version = count.version
        chosen = replace(
            self.wanted, process_definition_key=version.key, version=version.version, element_id=""
        )
        return list_url(chosen)

    def instance_url(self, row: InstanceRow) -> str:
        """Return the address of one instance."""
        return f"{url_for(LIST)}/{row.id}"

    def edition_of(self, row: InstanceRow) -> str:
        """Return the edition of the policy that an instance follows."""
        return next(
            version.edition
            for one in self.choices.procedures
            for version in one.versions
            if version.id == row.process_definition_id
        )

    def state_in_words(self, row: InstanceRow) -> str:
        """Return the state of an instance."""
        return TABS[row.state]

    def is_danger(self, row: InstanceRow) -> bool:
        """Tell whether an instance deals with a child in immediate danger."""
        return row.message == DANGER_MESSAGE


def view_instances(
    engine: Engine, work: UnitOfWork, actor: Actor, wanted: InstanceFilter, cursor: str | None
) -> InstanceListView:
    """Return a page of the list; raises as `list_instances` does."""
    page = list_instances(engine, work, actor, only=wanted, limit=ROWS, cursor=cursor)
    counts = count_versions(engine, work, actor)
    shown = _shown(wanted, counts)
    elements: tuple[ElementCount, ...] = ()
    diagrams: tuple[DrawnDiagram, ...] = ()
    if shown is not None:
        elements = count_elements(engine, work, actor, shown.version.id)
        diagrams = draw_counts(
            engine.definitions.compiled(work, shown.version.id),
            elements,
            lambda element_id: list_url(at_element(wanted, shown, element_id)),
            shown.version.name,
        )
    place = {"page": cursor} if cursor else {}
    return InstanceListView(
        wanted=wanted,
        page=page,
        versions=tuple(count for count in counts if count.open),
        shown=shown,
        elements=elements,
        diagrams=diagrams,
        choices=load_instance_choices(work, actor),
        saved=list_instance_filters(work, actor),
        next_url=page.next_cursor and list_url(wanted, page=page.next_cursor),
        first_url=list_url(wanted) if cursor else None,
        here=list_url(wanted, **place),
        select_url=list_url(wanted, **place, select="all"),
    )


def list_url(wanted: InstanceFilter, **more: str) -> str:
    """Return the address of the list under a filter."""
    query: dict[str, Any] = {**wanted.query(), **more}
    return url_for(LIST, **query)


def at_element(
    wanted: InstanceFilter, shown: VersionCount | None, element_id: str
) -> InstanceFilter:
    """Return the filter with an element of the version that is shown; chosen again, without it."""
    if wanted.element_id == element_id:
        return replace(wanted, element_id="")
    narrowed = replace(wanted, element_id=element_id)
    if shown is None:
        return narrowed
    version = shown.version
    return replace(narrowed, process_definition_key=version.key, version=version.version)


def _shown(wanted: InstanceFilter, counts: tuple[VersionCount, ...]) -> VersionCount | None:
    """Return the version that is asked for, or the only one that anything follows."""
    fitting = [count for count in counts if wanted.fits(count.version)]
    followed = [count for count in fitting if count.open]
    if len(fitting) == 1:
        return fitting[0]
    return followed[0] if len(followed) == 1 else None
