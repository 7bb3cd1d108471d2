"""Add an agency to a partnership, or change what is known of it."""

from dataclasses import dataclass

from engine.access import Actor
from engine.context import Engine
from engine.directory.act import DirectoryAct, opened_act
from engine.directory.sectors import SECTORS, checked_sector
from engine.directory.words import checked_key, checked_name
from engine.english import listed
from engine.errors import InputRefusedError
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency
from engine.persistence.directory_changes import Change
from engine.runtime.agency_settings import MOST_WORDS, TOO_LONG
from engine.runtime.preferences import checked_telephone

OFFICE_BY_COMMAND = "The office of a partnership is added with it, by `concord partnership add`."
STAYS_OFFICE = "The office of a partnership stays one."
STAYS_HERE = "{name} belongs to another partnership, and stays there."


@dataclass(frozen=True)
class WantedAgency:
    """An agency as somebody wants it; what is empty stays as it is."""

    key: str
    name: str = ""
    sector: str = ""
    partnership_key: str = ""
    telephone: str = ""
    out_of_hours: str = ""


def add_agency(engine: Engine, actor: Actor | None, wanted: WantedAgency) -> None:
    """Add an agency.

    Raises:
        NotFoundError, NotAllowedError: the partnership is not the actor's to change.
        InputRefusedError: something of it cannot be used, or the key is taken.
    """
    with opened_act(engine, actor) as act:
        key = checked_key(wanted.key, "an agency")
        if act.work.session.get(Agency, key) is not None:
            raise InputRefusedError(f"There is already an agency with the key {key}.")
        put_agency(act, wanted)
        act.finish()


def change_agency(engine: Engine, actor: Actor | None, wanted: WantedAgency) -> None:
    """Change the name, the sector or the telephones of an agency; what is empty stays.

    Raises:
        NotFoundError, NotAllowedError: the agency is not the actor's to change.
        InputRefusedError: something of it cannot be used.
    """
    with opened_act(engine, actor) as act:
        act.agency(wanted.key)
        put_agency(act, wanted)
        act.finish()


def put_agency(act: DirectoryAct, wanted: WantedAgency) -> None:
    """Add an agency, or change it; raises as the verbs do."""
    found = act.work.session.get(Agency, wanted.key)
    if found is None:
        _add(act, wanted)
    else:
        _change(act, found, wanted)


def _add(act: DirectoryAct, wanted: WantedAgency) -> None:
    key = checked_key(wanted.key, "an agency")
    partnership = act.take(wanted.partnership_key)
    sector = checked_sector(wanted.sector)
    if sector == PARTNERSHIP_SECTOR and act.actor is not None:
        raise InputRefusedError(OFFICE_BY_COMMAND)
    name = checked_name(wanted.name, "the agency")
    row = Agency(
        key=key,
        name=name,
        sector=sector,
        partnership_key=partnership.key,
        telephone=checked_telephone(wanted.telephone),
        out_of_hours=_words(wanted.out_of_hours),
    )
    act.work.session.add(row)
    act.work.session.flush()
    words = f"{name} ({SECTORS[sector].lower()}) came into the directory."
    act.note(Change.ADDED, partnership.key, words, agency_key=key)


def _change(act: DirectoryAct, found: Agency, wanted: WantedAgency) -> None:
    act.take(found.partnership_key)
    if wanted.partnership_key and wanted.partnership_key != found.partnership_key:
        raise InputRefusedError(STAYS_HERE.format(name=found.name))
    before, changed = found.name, []
    if wanted.name.strip() and checked_name(wanted.name, "the agency") != found.name:
        found.name = checked_name(wanted.name, "the agency")
        changed.append(f"is called {found.name}")
    if wanted.sector.strip() and checked_sector(wanted.sector) != found.sector:
        sector = checked_sector(wanted.sector)
        if PARTNERSHIP_SECTOR in {sector, found.sector}:
            raise InputRefusedError(
                STAYS_OFFICE if found.sector == PARTNERSHIP_SECTOR else OFFICE_BY_COMMAND
            )
        changed.append(f"is of the sector {SECTORS[sector].lower()}")
        found.sector = sector
    telephone = checked_telephone(wanted.telephone)
    if telephone is not None and telephone != found.telephone:
        found.telephone = telephone
        changed.append("has another telephone")
    words = _words(wanted.out_of_hours)
    if words is not None and words != found.out_of_hours:
        found.out_of_hours = words
        changed.append("has other words for out of hours")
    if changed:
        act.work.session.flush()
        act.note(
            Change.CHANGED,
            found.partnership_key,
            f"{before} {listed(changed)} now.",
            agency_key=found.key,
        )


def _words(text: str) -> str | None:
    tidy = " ".join(text.replace("\0", "").split())
    if len(tidy) > MOST_WORDS:
        raise InputRefusedError(f"{TOO_LONG}.")
    return tidy or None
