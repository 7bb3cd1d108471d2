"""Dates of birth: written dates beside a birth word, or as old as a child's may be."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from forms.personal_data.finding import Finding, FindingKind
from forms.personal_data.known_terms import KnownTerms

_MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_SHORT_MONTHS: Final = "janfebmaraprmayjunjulaugsepoctnovdec"
_YEAR: Final = r"(?P<year>\d{4}|['’]?\d{2})"
_DATES = tuple(
    re.compile(rf"(?<![\w./-]){pattern}(?!\w|[./-]\d)", re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"(?P<day>\d\d?) ?[./-] ?(?P<month>\d\d?) ?[./-] ?{_YEAR}",
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[ -](?:of )?(?P<month>{_MONTHS})\.?,?[ -]{_YEAR}",
        rf"(?P<month>{_MONTHS})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,? {_YEAR}",
    )
)
_PART_DATES = tuple(
    re.compile(rf"(?<![\w./-]){pattern}(?!\w|[./-]\d)", re.IGNORECASE)
    for pattern in (
        rf"(?:{_MONTHS})\.?,? \d{{4}}",
        r"\d\d?[./-]\d{4}",
        rf"\d\d?(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})",
        rf"(?:{_MONTHS}) \d\d?(?:st|nd|rd|th)?",
        r"\d{6}|\d{8}",
    )
)
"""What is a date of birth only beside a birth word."""
_DIGIT = re.compile(r"\d")
_BIRTH = re.compile(
    r"\b(?:born|d\.?o\.?b\b|d/o/b|birth ?date|birth ?day|date of birth)", re.IGNORECASE
)
_BEFORE, _AFTER = 40, 20
"""How many characters a birth word may stand before or after the date."""
_YOUNGEST, _OLDEST = 2, 25
"""Years: an event of last month is no date of birth, and nobody older than this is a child."""


def find_birth_dates(text: str, known: KnownTerms, today: date) -> Iterator[Finding]:
    """Yield the dates of a text that may be somebody's date of birth."""
    del known
    if not _DIGIT.search(text):
        return
    taken = bytearray(len(text))
    for patterns, is_whole in ((_DATES, True), (_PART_DATES, False)):
        for pattern in patterns:
            for match in pattern.finditer(text):
                start, end = match.span()
                if any(taken[start:end]):
                    continue
                is_child = is_whole and _is_of_a_child(match, today)
                if is_child or _is_beside_birth_word(text, start, end):
                    taken[start:end] = b"\x01" * (end - start)
                    yield Finding(FindingKind.BIRTH_DATE, start, end, match[0])


def _is_beside_birth_word(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    after = text[end : end + _AFTER].partition("\n")[0]
    return bool(_BIRTH.search(before) or _BIRTH.search(after))


def _is_of_a_child(match: re.Match[str], today: date) -> bool:
    year = int(match["year"].lstrip("'’"))
    if year < 100:  # noqa: PLR2004 - two digits
        year += 2000 if year <= today.year % 100 else 1900
    month, day = _month(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004
        return False
    age = today.year - year - ((today.month, today.day) < (month, day))
    return _YOUNGEST <= age <= _OLDEST


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return _SHORT_MONTHS.index(written[:3].lower()) // 3 + 1
