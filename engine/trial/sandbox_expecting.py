"""What a scenario expects after a step, made from what has happened in a trial run."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from engine.access import Group
from engine.clock import LONDON
from engine.definitions.recipients import parse_recipients
from engine.runtime.participants import parties_of
from engine.runtime.parties import groups_of
from engine.trial.sandbox_store import TrialStore
from engine.trial.scenario import london_time
from engine.trial.witness import Told, Witness, fired
from engine.vocabulary import AgencySide

SIDES = (
    AgencySide.BOTH,
    AgencySide.RAISING,
    AgencySide.RECEIVING,
    AgencySide.REPORTER,
    AgencySide.SOCIAL_CARE,
)


def expectation(
    store: TrialStore, seen: int, stage_before: str, *, is_last: bool
) -> dict[str, Any]:
    """Return an `expect` for the state of a store, with what came after `seen` events."""
    witness = Witness(store.engine, store.case.id)
    news = [event for event in witness.history() if event.number > seen]
    case = store.case
    due = {element: at for element, at in witness.due_times().items() if at is not None}
    parts: dict[str, Any] = {
        "stage": case.stage if case.stage != stage_before else None,
        "open": sorted(witness.open_elements().elements()),
        "due": {element: text for element, at in due.items() if (text := in_london(at))},
        "told": _told(store, witness.told(news)),
        "fired": fired(news),
        "limits": _limits(witness) if is_last else None,
        "closed": case.closed_as,
        "ended": case.outcome if case.ended_at is not None else None,
    }
    return {name: part for name, part in parts.items() if part or name == "open"}


def in_london(moment: datetime) -> str:
    """Return a London wall time as scenarios write it; empty where it would mean another instant.

    Of a wall time that exists twice a scenario means the first.
    """
    local = moment.astimezone(LONDON)
    text = f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"
    return text if london_time(text) == moment else ""


def _limits(witness: Witness) -> dict[str, str]:
    return {
        element: str(verdict) for element, verdict in witness.limit_verdicts().items() if verdict
    }


def _told(store: TrialStore, notices: Iterable[Told]) -> list[dict[str, Any]] | None:
    """Return who was told as scenarios write it; None where their words cannot say it."""
    with store.reading() as work:
        parties = parties_of(work, store.case)
    found = []
    for notice in notices:
        words = _recipients(notice.groups, {**parties, "reporter_agency": notice.reporter})
        if words is None:
            return None
        found.append({"notification": notice.element_id, "to": words})
    return found


def _recipients(groups: frozenset[Group], parties: Mapping[str, Any]) -> list[str] | None:
    """Return `ROLE of SIDE` for groups; None where sides do not give exactly these groups."""
    left, words = set(groups), []
    for role in sorted({group.role for group in groups}):
        for text in (*(f"{role} of {side}" for side in SIDES), role):
            meant = _meant(text, parties)
            if meant and meant <= left:
                words.append(text)
                left -= meant
    return None if left else words


def _meant(text: str, parties: Mapping[str, Any]) -> set[Group]:
    try:
        return set(groups_of(parse_recipients(text), parties))
    except ValueError:
        return set()
