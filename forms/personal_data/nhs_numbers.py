"""NHS numbers: ten digits of which the last one is a check digit."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from forms.personal_data.finding import Finding, FindingKind
from forms.personal_data.known_terms import KnownTerms

_DIGITS = re.compile(r"(?<!\w)\d+(?:[ \u00a0-]\d+)*(?!\w)")
_GROUP = re.compile(r"\d+")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_OF_REFERENCE = re.compile(r"\d{4}-\d{6}")
"""The digits of a case's reference, such as BRK-2026-000042, may be right by chance."""
_LENGTH = 10
_USUAL = (3, 3, 4)


def find_nhs_numbers(text: str, known: KnownTerms, today: date) -> Iterator[Finding]:
    """Yield the NHS numbers of a text, written with or without blanks and hyphens."""
    del known, today
    for match in _DIGITS.finditer(text):
        groups = list(_GROUP.finditer(text, match.start(), match.end()))
        for start, end in _candidates(groups):
            words = text[start:end]
            is_reference = text[start - 1 : start] == "-" and _OF_REFERENCE.fullmatch(words)
            if is_nhs_number(words) and not _ISO_DATE.match(words) and not is_reference:
                yield Finding(FindingKind.NHS_NUMBER, start, end, words)


def is_nhs_number(text: str) -> bool:
    """Tell whether the digits of a text are an NHS number: ten, with a right check digit.

    Source: NHS Data Dictionary, NHS NUMBER (modulus 11).
    """
    digits = [int(letter) for letter in text if letter.isdecimal()]
    if len(digits) != _LENGTH or len(set(digits)) == 1:
        return False
    weighted = sum(digit * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - weighted % 11) % 11 == digits[9]


def _candidates(groups: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield where ten digits stand: in one group, in three as usual, or in all that there are."""
    lengths = tuple(len(group[0]) for group in groups)
    for place, length in enumerate(lengths):
        last = place + len(_USUAL) - 1
        if length == _LENGTH:
            yield groups[place].span()
        elif lengths[place : last + 1] == _USUAL:
            yield groups[place].start(), groups[last].end()
    if sum(lengths) == _LENGTH and len(groups) > 1 and lengths != _USUAL:
        yield groups[0].start(), groups[-1].end()
