"""Makes people's text fit for the page: every letter is shown, or named by its number."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

MARKS_WITHOUT_SHAPE = frozenset("\ufe0e\ufe0f\ufeff\u200b\u2060")
"""They choose how a neighbour looks or where a line may break; nothing is lost without them."""
LONGEST_WORD = 30
BREAK = "\u200b"
"""Where a long word may be parted at the end of a line; copied text does not show it."""
_LONG = re.compile(rf"\S{{{LONGEST_WORD},}}")
_PLAIN_TEXT = re.compile(r"[\n\x20-\x7e]*")
_PIECE = LONGEST_WORD // 2


def printable(text: str, *, names_marks: bool = False) -> str:
    """Return a text that the fonts can set; a letter that none has becomes `[U+6587]`.

    Pictures and signs are named as well: `[U+1F600 grinning face]`. With `names_marks`, so is every
    accent that is no part of its letter: a letter of one font and a mark of another cannot be set.
    """
    if _PLAIN_TEXT.fullmatch(text):
        return _LONG.sub(lambda word: _parted(word.group()), text)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = "".join(
        letter if letter == "\n" or _is_set(letter, names_marks=names_marks) else _named(letter)
        for letter in text.replace("\t", " ")
        if letter not in MARKS_WITHOUT_SHAPE
    )
    return _LONG.sub(lambda word: _parted(word.group()), shown)


@cache
def known_letters() -> frozenset[str]:
    """Return the letters for which one of the record's fonts has a shape."""
    ranges = files("engine.records").joinpath("letters.txt").read_text(encoding="ascii").split()
    ends = [[int(end, 16) for end in one.split("-")] for one in ranges]
    return frozenset(chr(code) for first, last in ends for code in range(first, last + 1))


def _is_set(letter: str, *, names_marks: bool) -> bool:
    is_mark = unicodedata.category(letter)[0] in "MC"
    return letter in known_letters() and not (is_mark and names_marks)


def _named(letter: str) -> str:
    number = f"U+{ord(letter):04X}"
    is_word = unicodedata.category(letter)[0] == "S"
    name = unicodedata.name(letter, "").lower() if is_word else ""
    return f"[{number} {name}]" if name else f"[{number}]"


def _parted(word: str) -> str:
    return BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
