"""Splits a text into words, with what stands before each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_ENDS_SENTENCE = re.compile(r"[.!?:;\n•“”\"(]|(?:^|\s)[-–*]\s")
_POSSESSIVE = ("'s", "’s")


class Word(NamedTuple):
    """One word of a text; a tuple, because there are many of them."""

    text: str
    start: int
    end: int
    gap: str
    """What stands between it and the word before, or the beginning of the text."""
    plain: str
    """In small letters, with ' as apostrophe and without a possessive ending."""

    @property
    def begins_sentence(self) -> bool:
        """Tell whether a sentence, a line or a quotation begins with the word."""
        return not self.start or bool(_ENDS_SENTENCE.search(self.gap))

    @property
    def is_capital(self) -> bool:
        """Tell whether it is written as names are: a capital, then small letters."""
        return self.text[0].isupper() and not self.text.isupper()

    @property
    def is_possessive(self) -> bool:
        """Tell whether it ends in ’s."""
        return self.text.endswith(_POSSESSIVE)

    @property
    def follows_closely(self) -> bool:
        """Tell whether only a blank, or the full stop of an initial, parts it from the last one."""
        return bool(self.gap) and self.gap.strip(" \u00a0") in {"", "."} and self.gap != "."


def split_words(text: str) -> Iterator[Word]:
    """Yield the words of a text."""
    end = 0
    for match in _WORD.finditer(text):
        word = match[0]
        plain = word.lower().replace("’", "'").removesuffix("'s")
        gap = text[max(end, match.start() - 60) : match.start()]
        yield Word(word, match.start(), match.end(), gap, plain)
        end = match.end()
