"""Dates and times as people type them, part by part, and as they are stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from forms.london import NoSuchWallTime, instant_of, wall_time

DATE_PARTS: tuple[str, ...] = ("day", "month", "year")
TIME_PARTS: tuple[str, ...] = ("hour", "minute")

_MONTHS = tuple(f"{date(2000, month, 1):%B}".lower() for month in range(1, 13))
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?",
)
_YEARS = range(1900, 2200)


class MomentError(ValueError):
    """A date or a time that does not exist; the text follows the name of the question."""


def read_date(text: str) -> str:
    """Return an ISO date that exists.

    Raises:
        MomentError: it does not exist, or is not written ``YYYY-MM-DD``.
    """
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise MomentError("must be a real date")
    _refuse_far_years(day)
    return day.isoformat()


def read_date_time(text: str) -> str:
    """Return the ISO instant in UTC of an ISO date-time; without an offset it is London time.

    Raises:
        MomentError: it does not exist, or the clocks went forward over it.
    """
    try:
        moment = datetime.fromisoformat(text) if _DATE_TIME.fullmatch(text) else None
    except ValueError:
        moment = None
    if moment is None:
        raise MomentError("must be a real date and time")
    _refuse_far_years(moment.date())
    return _in_utc(moment).isoformat()


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    try:
        return instant_of(moment)
    except NoSuchWallTime:
        when = f"{moment:%H:%M} on {moment.day} {moment:%B %Y}"
        message = f"must be a time that existed: the clocks went forward over {when}"
        raise MomentError(message) from None


def _refuse_far_years(day: date) -> None:
    if day.year not in _YEARS:
        message = f"must have a year from {_YEARS[0]} to {_YEARS[-1]}"
        raise MomentError(message)


def put_together(parts: Mapping[str, Any], *, with_time: bool) -> str:
    """Return the ISO text of typed parts; the parts themselves are not yet checked as a date.

    Raises:
        MomentError: a part is missing or is no number.
    """
    names = DATE_PARTS + TIME_PARTS if with_time else DATE_PARTS
    texts = {name: str(parts.get(name) or "").strip()[:20] for name in names}
    missing = [name for name in names if not texts[name]]
    if missing:
        message = f"must include {_list_of(missing)}"
        raise MomentError(message)
    texts["month"] = _month_number(texts["month"])
    for name, text in texts.items():
        if not re.fullmatch(r"\d{4}" if name == "year" else r"\d{1,2}", text, re.ASCII):
            raise MomentError(_not_a_number(name))
    day = f"{texts['year']}-{texts['month']:>02}-{texts['day']:>02}"
    return f"{day}T{texts['hour']:>02}:{texts['minute']:>02}" if with_time else day


def take_apart(answer: Any, *, with_time: bool) -> Mapping[str, str]:
    """Return the parts to show in the inputs, whether the answer is stored or as typed."""
    if isinstance(answer, Mapping):
        return {name: str(answer.get(name) or "") for name in DATE_PARTS + TIME_PARTS}
    if not isinstance(answer, str):
        return {}
    try:
        return _parts_of(answer, with_time=with_time)
    except ValueError:
        return {}


def _parts_of(answer: str, *, with_time: bool) -> Mapping[str, str]:
    if not with_time:
        day = date.fromisoformat(answer)
        return {"day": str(day.day), "month": str(day.month), "year": f"{day.year:04}"}
    moment = datetime.fromisoformat(answer)
    wall = wall_time(moment) if moment.tzinfo else moment
    clock = {"hour": f"{wall:%H}", "minute": f"{wall:%M}"}
    return {**_parts_of(wall.date().isoformat(), with_time=False), **clock}


def say_date(day: date) -> str:
    """Return a date in words, for example ``Wed 25 Mar 2026``: as pages say it, with the year."""
    return f"{day:%a} {day.day} {day:%b} {day:%Y}"


def say_date_time(instant: datetime) -> str:
    """Return the London time of an instant in words, as in ``Wed 25 Mar 2026, 16:00``."""
    wall = wall_time(instant)
    return f"{say_date(wall.date())}, {wall:%H:%M}"


def _month_number(text: str) -> str:
    """Return the number of a month that may be written as a word, as GOV.UK allows."""
    word = text.lower().rstrip(".")
    found = [month for month in _MONTHS if len(word) > 2 and month.startswith(word)]  # noqa: PLR2004
    return str(_MONTHS.index(found[0]) + 1) if found else text


def _list_of(names: list[str]) -> str:
    articles = [f"an {name}" if name == "hour" else f"a {name}" for name in names]
    return " and ".join(filter(None, (", ".join(articles[:-1]), articles[-1])))


def _not_a_number(name: str) -> str:
    if name == "year":
        return "must have a year of 4 numbers"
    return f"must have {'an' if name == 'hour' else 'a'} {name} of 1 or 2 numbers"
