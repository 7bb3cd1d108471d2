"""Finds in free text what looks like personal data: names, dates of birth, NHS numbers.

A finding is a question to the writer, never a refusal: nobody knows better than they do.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from forms.personal_data.birth_dates import find_birth_dates
from forms.personal_data.finding import Finding, FindingKind
from forms.personal_data.known_terms import NO_TERMS, KnownTerms
from forms.personal_data.names import find_names
from forms.personal_data.nhs_numbers import find_nhs_numbers

__all__ = ["FINDERS", "NO_TERMS", "Finding", "FindingKind", "KnownTerms", "find_personal_data"]

FINDERS: Final[tuple[Callable[[str, KnownTerms, date], Iterator[Finding]], ...]] = (
    find_names,
    find_birth_dates,
    find_nhs_numbers,
)
"""One for each kind of personal data."""


def find_personal_data(text: str, known: KnownTerms, today: date) -> tuple[Finding, ...]:
    """Return what looks like personal data in a text, in reading order.

    `known`: names of agencies, places and roles, which are nobody's name.
    """
    found = [finding for find in FINDERS for finding in find(text, known, today)]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.kind)))
