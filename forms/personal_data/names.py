"""Names of people: forenames, names in a row, and names after a title or a word for a person."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from forms.personal_data.finding import Finding, FindingKind
from forms.personal_data.forenames import AMBIGUOUS_FORENAMES, FORENAMES
from forms.personal_data.institutions import institution_follows
from forms.personal_data.known_terms import KnownTerms
from forms.personal_data.vocabulary import (
    CUES,
    OF_A_PERSON,
    PLACE_CUES,
    ROLES,
    TERMS,
    TITLES,
)
from forms.personal_data.words import Word, split_words

_ANY_CASE_TITLES: Final = frozenset({"mr", "mrs", "ms", "dr"})
_PARTICLES: Final = frozenset(
    {"al", "ap", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el"}
    | {"ibn", "la", "le", "ten", "van", "von"}
)
_ACTS: Final = frozenset({"has", "had", "is", "was", "said", "says", "told", "lives"})
"""What somebody does whose name is a word, too: “Mark has not come”."""
_AFTER_CUE: Final = frozenset({"", ",", ":", "("})
_NO_INITIALS: Final = frozenset({"i", "a"})
_LABELS: Final = frozenset({"appendix", "child", "children", "option", "part", "person", "year"})
"""Words after which one letter is a label: Child A."""
_ACRONYM = 4
_JARGON = re.compile(r"(?:tion|sion|ment|ness|ship|ity|ance|ence|ing|ed|ly|ism|ies|ts)$")
_AGE = re.compile(r",? \(?(?:aged?|who is|is) (?:now )?\d|,? ?\(\d{1,2}\)|,? \d{1,2},")


def find_names(text: str, known: KnownTerms, today: date) -> Iterator[Finding]:
    """Yield what looks like names of people."""
    del today
    page = _Page(text, known)
    place = 0
    while place < len(page.words):
        end, is_name = page.judge(place)
        if is_name:
            start, stop = page.words[place].start, page.words[end - 1].end
            yield Finding(FindingKind.NAME, start, stop, text[start:stop])
        place = end


class _Page:
    """The words of one text, and which of them are nobody's name."""

    def __init__(self, text: str, known: KnownTerms) -> None:
        self.text = text
        self.words = list(split_words(text))
        self._is_term = self._find_terms(known)

    def judge(self, place: int) -> tuple[int, bool]:
        """Return where the words end that belong to the one at `place`, and whether they name."""
        if self._is_title(place):
            return max(self._end(place + 1), place + 2), True
        word = self.words[place]
        if self._is_term[place]:
            return place + 1, False
        if not word.is_capital:
            return place + 1, self._is_forename(place)
        end = self._end(place)
        return end, self._is_name(place, end)

    def _find_terms(self, known: KnownTerms) -> list[bool]:
        plain = [word.plain for word in self.words]
        found = [_is_term(word) for word in self.words]
        for place in range(len(plain) if known.by_first_word else 0):
            length = known.length_at(plain, place)
            found[place : place + length] = [True] * length
        return found

    def _is_title(self, place: int) -> bool:
        """Tell whether a title stands here and a name follows; Mr X is nobody."""
        title, follower = self.words[place], self._at(place + 1)
        if title.plain not in TITLES or follower is None or not follower.follows_closely:
            return False
        if len(follower.text) == 1:
            return self._is_name_after(place + 1)
        if follower.plain in ROLES:
            return False
        if title.plain in _ANY_CASE_TITLES:
            return follower.is_capital or not self._is_term[place + 1]
        return title.text[0].isupper() and follower.is_capital

    def _is_name_after(self, place: int) -> bool:
        """Tell whether a name follows the initial that stands here."""
        after = self._at(place + 1)
        return after is not None and after.follows_closely and self._may_name(place + 1)

    def _end(self, place: int) -> int:
        """Return where the capital letters end that begin here."""
        end = place + 1
        while end < len(self.words) and self.words[end].follows_closely:
            word = self.words[end]
            if word.text in _PARTICLES or (len(word.text) == 1 and word.plain not in _NO_INITIALS):
                if not self._is_name_after(end):
                    break
            elif not self._may_name(end) or self.words[end - 1].is_possessive:
                break
            end += 1
        return end

    def _may_name(self, place: int) -> bool:
        return self.words[place].is_capital and not self._is_term[place]

    def _is_name(self, place: int, end: int) -> bool:
        stretch = self.words[place:end]
        has_forename = any(self._is_forename(one) for one in range(place, end))
        if self._is_place(place, end, has_forename=has_forename):
            return False
        if has_forename or self._is_pointed_at(place, end):
            return True
        long = [word for word in stretch if len(word.text) > 1]
        if len(long) < 2 or any(_JARGON.search(word.plain) for word in long):  # noqa: PLR2004
            return False
        before = self._at(place - 1)
        return before is None or before.plain != "the" or stretch[0].begins_sentence

    def _is_forename(self, place: int) -> bool:
        word = self.words[place]
        first = word.plain.partition("-")[0]
        if word.text.isupper() and len(word.text) <= _ACRONYM:
            return False
        if word.plain in FORENAMES or first in FORENAMES:
            return True
        is_maybe = word.plain in AMBIGUOUS_FORENAMES and word.is_capital
        return is_maybe and (not word.begins_sentence or self._is_said_of_a_person(place))

    def _is_said_of_a_person(self, place: int) -> bool:
        follower = self._at(place + 1)
        if follower is None:
            return False
        owns = self.words[place].is_possessive and follower.plain in OF_A_PERSON
        acts = follower.plain in _ACTS and follower.gap == " "
        return owns or acts or (follower.follows_closely and self._may_name(place + 1))

    def _is_place(self, place: int, end: int, *, has_forename: bool) -> bool:
        """Tell whether the words are a place, a body or a document."""
        before, owner = self._at(place - 1), self.words[end - 1]
        is_close = before is not None and self.words[place].follows_closely
        if is_close and before is not None and before.plain in {"st", "saint"}:
            return True
        if has_forename:
            return not owner.is_possessive and institution_follows(self.words, end, capital=True)
        if institution_follows(self.words, end, capital=False):
            return True
        is_at = is_close and before is not None and before.plain in PLACE_CUES
        return is_at and not owner.is_possessive

    def _is_pointed_at(self, place: int, end: int) -> bool:
        """Tell whether what stands before or after says that this is a person."""
        before, last, after = self._at(place - 1), self.words[end - 1], self._at(end)
        if before is not None:
            gap = self.words[place].gap.strip(" ")
            if before.plain in CUES and not before.is_possessive and gap in _AFTER_CUE:
                return True
            if self.words[place].follows_closely and self._is_initial(place - 1):
                return True
        if last.is_possessive and after is not None and after.plain in OF_A_PERSON:
            return True
        if after is not None and after.plain == "family" and after.follows_closely:
            return True
        return bool(_AGE.match(self.text, last.end))

    def _is_initial(self, place: int) -> bool:
        word, before = self.words[place], self._at(place - 1)
        if len(word.text) > 1 or not word.text.isupper() or word.plain in _NO_INITIALS:
            return False
        return before is None or not word.follows_closely or before.plain not in _LABELS

    def _at(self, place: int) -> Word | None:
        return self.words[place] if 0 <= place < len(self.words) else None


def _is_term(word: Word) -> bool:
    if len(word.text) == 1 or word.plain in TERMS or word.text.lower() in TERMS:
        return True
    if word.text.isupper():
        return len(word.text) <= _ACRONYM or word.plain not in FORENAMES
    parts: Sequence[str] = word.plain.split("-")
    if len(parts) == 1 or any(part in FORENAMES for part in parts):
        return False
    return any(part in TERMS for part in parts)
