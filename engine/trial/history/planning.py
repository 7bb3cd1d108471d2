"""Which cases are invented: when, for which area, and between which agencies."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random

from sqlalchemy import exists, select

from engine.clock import LONDON
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Agency, Area, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.trial.history.office_hours import in_office_hours
from engine.vocabulary import Role

GROWTH = 1.6
"""How much more often cases are raised at the end than at the beginning."""
USE = 0.6
"""Each agency raises this many times as often as the one before; the last one never does."""
TO_SOCIAL_CARE = 0.65
YEAR = timedelta(days=365.25)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True)
class Place:
    """An area with the procedure that its cases follow, and since when."""

    area_key: str
    partnership_key: str
    social_care_agency: str | None
    since: datetime


@dataclass(frozen=True)
class PlannedCase:
    """A case that is to be invented."""

    number: int
    at: datetime
    area_key: str
    partnership_key: str
    raising: str
    receiving: str


def plan_cases(
    engine: Engine, *, years: int, cases: int, seed: int, until: datetime
) -> list[PlannedCase]:
    """Return the cases to invent, the earliest first. The same seed gives the same ones.

    No case is raised before the date of the edition that its area follows.

    Raises:
        InputRefusedError: nothing can be raised: no areas, or no published procedure.
    """
    first = until - years * YEAR
    with engine.open_reading() as work:
        places = list(_places(work, first, until))
        agencies = _raising_agencies(work)
    if not places:
        message = "No area follows a published procedure yet. Run `concord serve` once before."
        raise InputRefusedError(message)
    random = Random(seed)  # noqa: S311 - invented cases are no secret
    earliest = min(place.since for place in places)
    moments = sorted(_moment(random, earliest, until) for _ in range(cases))
    planned = []
    for number, at in enumerate(moments, start=1):
        place = _place(random, places, at)
        raising = _raiser(random, agencies[place.partnership_key])
        receiving = _receiver(random, agencies[place.partnership_key], place, raising)
        planned.append(
            PlannedCase(number, at, place.area_key, place.partnership_key, raising, receiving)
        )
    return planned


def begin_of(edition: str, otherwise: datetime) -> datetime:
    """Return since when an edition holds: its name where that is a date, or the other moment."""
    if _DATE.match(edition) is None:
        return otherwise
    start = datetime.combine(date.fromisoformat(edition), datetime.min.time(), LONDON)
    return max(start.astimezone(UTC), otherwise)


def _places(work: UnitOfWork, first: datetime, until: datetime) -> Iterator[Place]:
    is_published = exists().where(
        ProcessDefinition.key == Area.process_definition_key,
        ProcessDefinition.edition == Area.edition,
        ProcessDefinition.published_at.is_not(None),
    )
    for area in work.session.scalars(select(Area).where(is_published).order_by(Area.key)):
        since = begin_of(area.edition, first)
        if since < until:
            yield Place(area.key, area.partnership_key, area.social_care_agency, since)


def _raising_agencies(work: UnitOfWork) -> Mapping[str, list[str]]:
    """Return by partnership the agencies that have a practitioner."""
    has_practitioner = exists().where(
        RoleGrant.agency_key == Agency.key, RoleGrant.role == Role.PRACTITIONER
    )
    found: dict[str, list[str]] = {}
    for agency in work.session.scalars(
        select(Agency).where(has_practitioner).order_by(Agency.sector, Agency.key)
    ):
        found.setdefault(agency.partnership_key, []).append(agency.key)
    return found


def _moment(random: Random, first: datetime, until: datetime) -> datetime:
    # The square root of a chance lies later more often; mixed with an even one it grows by GROWTH.
    later = random.random() < (GROWTH - 1) / GROWTH
    part = random.random() ** (0.5 if later else 1)
    drawn = first + (until - first) * part
    at = in_office_hours(random, drawn)
    return at if at < until else drawn


def _place(random: Random, places: Sequence[Place], at: datetime) -> Place:
    """Return an area: each partnership is as likely as the other, and so is each of its areas."""
    possible = [place for place in places if place.since <= at]
    partnership = random.choice(sorted({place.partnership_key for place in possible}))
    return random.choice([one for one in possible if one.partnership_key == partnership])


def _raiser(random: Random, agencies: Sequence[str]) -> str:
    using = agencies[:-1] if len(agencies) > len("ab") else agencies
    weights = accumulate(using, lambda weight, _: weight * USE, initial=1.0)
    return random.choices(using, list(weights)[: len(using)])[0]


def _receiver(random: Random, agencies: Sequence[str], place: Place, raising: str) -> str:
    social_care = place.social_care_agency
    if social_care not in {None, raising} and random.random() < TO_SOCIAL_CARE:
        return str(social_care)
    return random.choice([key for key in agencies if key != raising])
