"""An agency's own settings: whom to ring, and when it wants no e-mail but danger."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import update

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.notifications import Delivery
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.agency_settings import require_looked_after
from engine.runtime.preferences import checked_telephone
from engine.vocabulary import NotificationState

MOST_WORDS = 300
"""Characters of the words about out of hours."""
TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")
WRONG_TIME = "Enter a time of day, like 18:00"
FROM_MISSING = "Enter when the quiet hours begin, or leave both times empty"
UNTIL_MISSING = "Enter when the quiet hours end, or leave both times empty"
SAME_TIME = "The quiet hours must end at another time than they begin"
TOO_LONG = f"The words about out of hours must be {MOST_WORDS} characters or fewer"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class WantedSettings:
    """Settings as somebody typed them; an empty text is none."""

    telephone: str = ""
    out_of_hours: str = ""
    quiet_from: str = ""
    quiet_until: str = ""
    quiet_at_weekends: bool = False


def change_agency_settings(
    engine: Engine, actor: Actor, agency_key: str, wanted: WantedSettings
) -> None:
    """Replace the settings of an agency. Notices that wait are looked at again by the new ones.

    Raises:
        NotFoundError: there is no such agency.
        NotAllowedError: it is for others to look after.
        InputRefusedError: a telephone number, a time or the words cannot be used.
    """
    problems = problems_with(wanted)
    with engine.open_unit_of_work() as work:
        agency = require_looked_after(work, actor, agency_key)
        if problems:
            raise InputRefusedError(f"{'. '.join(problems.values())}.")
        agency.telephone = checked_telephone(wanted.telephone)
        agency.out_of_hours = _tidy(wanted.out_of_hours) or None
        agency.quiet_from = _time(wanted.quiet_from)
        agency.quiet_until = _time(wanted.quiet_until)
        agency.quiet_at_weekends = wanted.quiet_at_weekends
        _look_again(engine, work, agency_key)
        work.commit()
    log.info("agency_settings_changed", agency=agency_key, person=actor.person_id)


def problems_with(wanted: WantedSettings) -> Mapping[str, str]:
    """Return what has to be corrected, by the name of the setting."""
    problems: dict[str, str] = {}
    try:
        checked_telephone(wanted.telephone)
    except InputRefusedError as refused:
        problems["telephone"] = str(refused)
    if len(_tidy(wanted.out_of_hours)) > MOST_WORDS:
        problems["out_of_hours"] = TOO_LONG
    return problems | _problems_with_times(wanted)


def _problems_with_times(wanted: WantedSettings) -> dict[str, str]:
    typed = {"quiet_from": wanted.quiet_from.strip(), "quiet_until": wanted.quiet_until.strip()}
    wrong = {name: WRONG_TIME for name, text in typed.items() if text and _time(text) is None}
    if wrong or not any(typed.values()):
        return wrong
    if not typed["quiet_from"]:
        return {"quiet_from": FROM_MISSING}
    if not typed["quiet_until"]:
        return {"quiet_until": UNTIL_MISSING}
    is_same = _time(typed["quiet_from"]) == _time(typed["quiet_until"])
    return {"quiet_until": SAME_TIME} if is_same else {}


def _time(text: str) -> str | None:
    """Return “07:30” for “7.30” or “0730”; None for what is no time of day."""
    found = TIME.fullmatch(text.strip())
    return f"{int(found[1]):02}:{found[2]}" if found else None


def _tidy(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _look_again(engine: Engine, work: UnitOfWork, agency_key: str) -> None:
    """Let what waits for quiet hours be looked at now; whoever sends it knows the new ones."""
    waiting = update(Delivery).where(
        Delivery.agency_key == agency_key,
        Delivery.state == NotificationState.PENDING,
        Delivery.attempts == 0,
    )
    work.session.flush()
    work.session.execute(waiting.values(next_attempt_at=engine.clock.now()))
