"""Two texts word by word: which words went, and which came."""

from difflib import SequenceMatcher
from typing import NamedTuple

_MOST_WORDS = 600
_LEAST_ALIKE = 0.3
"""Below this share of common words two texts are shown whole: stripes would not help."""


class Piece(NamedTuple):
    """Some words of a text, and whether the other text lacks them."""

    text: str
    is_changed: bool


def word_changes(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces, those that differ marked."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) > _MOST_WORDS:
        return (Piece(old, is_changed=False),), (Piece(new, is_changed=False),)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE:
        return (Piece(old, is_changed=False),), (Piece(new, is_changed=False),)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        is_changed = tag != "equal"
        if end > start:
            left.append(Piece(" ".join(before[start:end]), is_changed))
        if to > from_:
            right.append(Piece(" ".join(after[from_:to]), is_changed))
    return tuple(left), tuple(right)
