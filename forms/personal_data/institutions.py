"""What turns the words before it into the name of a place, a body or a document."""

from collections.abc import Sequence
from typing import Final

from forms.personal_data.vocabulary import INSTITUTIONS, ORDINARY, ROLES, TERMS
from forms.personal_data.words import Word

_LONGEST_TITLE = 5
"""Words from a name to the noun that makes it a place: Whitley Community Primary School."""
_OF_A_PLACE: Final = TERMS - ORDINARY - ROLES


def institution_follows(words: Sequence[Word], place: int, *, capital: bool) -> bool:
    """Tell whether the words at `place` are Road, School, Children's Centre and the like.

    `capital`: only when they are written with capitals. A School Nurse is no school.
    """
    for at, word in enumerate(words[place : place + _LONGEST_TITLE], place):
        is_written_so = word.is_capital or not capital
        if not word.follows_closely or not is_written_so or word.plain not in _OF_A_PLACE:
            return False
        if word.plain in INSTITUTIONS:
            return not _role_stands_at(words, at + 1)
    return False


def _role_stands_at(words: Sequence[Word], place: int) -> bool:
    return place < len(words) and words[place].follows_closely and words[place].plain in ROLES
