"""Add an area to a partnership, or change the edition that new cases there follow."""

from dataclasses import dataclass

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.directory.act import DirectoryAct, opened_act
from engine.directory.words import checked_key, checked_name
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Agency, Area
from engine.persistence.directory_changes import Change

STAYS_HERE = "{name} belongs to another partnership, and stays there."
NO_EDITION = (
    "The partnership has no procedure {key} in the edition {edition}. Bring it in first, in the "
    "workshop or with `concord deploy`."
)
FOREIGN_AGENCY = "{key} is no agency of this partnership."


@dataclass(frozen=True)
class WantedArea:
    """An area as somebody wants it; what is empty stays as it is."""

    key: str
    name: str = ""
    partnership_key: str = ""
    process_definition_key: str = ""
    edition: str = ""
    social_care_agency: str = ""
    """Key of the agency that runs Children's Social Care there."""


def add_area(engine: Engine, actor: Actor | None, wanted: WantedArea) -> None:
    """Add an area.

    Raises:
        NotFoundError, NotAllowedError: the partnership is not the actor's to change.
        InputRefusedError: something of it cannot be used, or the key is taken.
    """
    with opened_act(engine, actor) as act:
        key = checked_key(wanted.key, "an area")
        if act.work.session.get(Area, key) is not None:
            raise InputRefusedError(f"There is already an area with the key {key}.")
        put_area(act, wanted)
        act.finish()


def change_area(engine: Engine, actor: Actor | None, wanted: WantedArea) -> None:
    """Change an area. Another edition is for new cases: running ones keep theirs.

    Raises:
        NotFoundError, NotAllowedError: the area is not the actor's to change.
        InputRefusedError: something of it cannot be used.
    """
    with opened_act(engine, actor) as act:
        found = act.work.session.get(Area, wanted.key)
        if found is None:
            raise NotFoundError("area", wanted.key)
        put_area(act, wanted)
        act.finish()


def put_area(act: DirectoryAct, wanted: WantedArea) -> None:
    """Add an area, or change it; raises as the verbs do."""
    found = act.work.session.get(Area, wanted.key)
    if found is None:
        _add(act, wanted)
    else:
        _change(act, found, wanted)


def _add(act: DirectoryAct, wanted: WantedArea) -> None:
    partnership = act.take(wanted.partnership_key)
    row = Area(
        key=checked_key(wanted.key, "an area"),
        name=checked_name(wanted.name, "the area"),
        partnership_key=partnership.key,
        process_definition_key=wanted.process_definition_key.strip(),
        edition=wanted.edition.strip(),
        social_care_agency=wanted.social_care_agency.strip() or None,
    )
    _check(act, row)
    act.work.session.add(row)
    act.work.session.flush()
    words = f"The area {row.name} came in. Its cases follow the edition {row.edition}."
    act.note(Change.ADDED, partnership.key, words)


def _change(act: DirectoryAct, found: Area, wanted: WantedArea) -> None:
    act.take(found.partnership_key)
    if wanted.partnership_key and wanted.partnership_key != found.partnership_key:
        raise InputRefusedError(STAYS_HERE.format(name=found.name))
    before = found.name
    name = checked_name(wanted.name, "the area") if wanted.name.strip() else found.name
    if name != found.name:
        found.name = name
        _note(act, found, f"The area {before} is called {name} now.")
    key = wanted.process_definition_key.strip() or found.process_definition_key
    edition = wanted.edition.strip() or found.edition
    if (key, edition) != (found.process_definition_key, found.edition):
        words = (
            f"New cases in {found.name} follow the edition {edition} of {key}; it was "
            f"{found.edition} of {found.process_definition_key}. Running cases keep theirs."
        )
        found.process_definition_key, found.edition = key, edition
        _note(act, found, words)
    council = wanted.social_care_agency.strip()
    if council and council != found.social_care_agency:
        found.social_care_agency = council
        _note(act, found, f"Children’s Social Care in {found.name} is {council} now.")
    _check(act, found)
    act.work.session.flush()


def _note(act: DirectoryAct, area: Area, words: str) -> None:
    act.note(Change.CHANGED, area.partnership_key, words)


def _check(act: DirectoryAct, area: Area) -> None:
    """Refuse an edition that is not there, and an agency of somebody else."""
    # What is wrong must not be sent to the database first, which would say it in its own words.
    with act.work.session.no_autoflush:
        definition = select(ProcessDefinition.id).where(
            ProcessDefinition.key == area.process_definition_key,
            ProcessDefinition.edition == area.edition,
            ProcessDefinition.partnership_key == area.partnership_key,
        )
        if act.work.session.scalars(definition.limit(1)).first() is None:
            key, edition = area.process_definition_key or "(none)", area.edition or "(none)"
            raise InputRefusedError(NO_EDITION.format(key=key, edition=edition))
        if area.social_care_agency is None:
            return
        agency = act.work.session.get(Agency, area.social_care_agency)
        if agency is None or agency.partnership_key != area.partnership_key:
            raise InputRefusedError(FOREIGN_AGENCY.format(key=area.social_care_agency))
