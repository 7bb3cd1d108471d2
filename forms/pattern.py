"""The regular expressions that form authors may write: bounded in work, with an example to show.

Python's ``re`` may take years over an innocent-looking pattern, and form authors are no
programmers. So repetition inside repetition, look-behind and back-references are refused, and what
a browser would read differently.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from string import ascii_lowercase, ascii_uppercase, digits, punctuation

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput

MAX_LENGTH = 200
MAX_TEXT = 250
"""Characters of an answer that may have a pattern."""

_MAX_WORK = 2_000_000
_EXAMPLES = 12
_ALPHABET = ascii_lowercase + digits + ascii_uppercase + " " + punctuation

_GRAMMAR = r"""
?start: alternatives
alternatives: sequence ("|" sequence)*
sequence: piece*
piece: atom [REPEAT]
?atom: CHARACTER -> character
    | ANCHOR -> anchor
    | "(" [GROUP] alternatives ")" -> group
REPEAT: /[*+?]\??|\{\d{1,3}(,\d{0,3})?\}\??/
ANCHOR: "^" | "$" | "\\b"
GROUP: "?:" | "?=" | "?!"
CHARACTER: ESCAPED | CLASS | "." | PLAIN
ESCAPED: /\\[dwsDWS]|\\[^A-Za-z0-9]/
CLASS: /\[\^?(\\.|(?!--|&&|~~|\|\|)[^\[\]\\])+\]/
PLAIN: /[^\\\[\]^$.|?*+(){}]/
"""


class PatternError(ValueError):
    """The pattern is not in our subset; the text is a plain sentence."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern with a text that fits it."""

    regex: re.Pattern[str]
    examples: tuple[str, ...]

    def fits(self, text: str) -> bool:
        """Say whether the text has the pattern somewhere in it, as in a browser."""
        return self.regex.search(text) is not None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a pattern: ways of trying it, and a text that fits (by a seed that varies it)."""

    work: int
    example: Callable[[int], str]


@v_args(inline=True)
class _Reader(Transformer[Token, _Part]):
    def character(self, token: Token) -> _Part:
        fitting = [one for one in _ALPHABET if re.fullmatch(token, one, re.ASCII)] or [""]
        return _Part(1, lambda seed: fitting[seed * 7 % len(fitting)])

    def anchor(self, _token: Token) -> _Part:
        return _Part(1, lambda _seed: "")

    def group(self, kind: Token | None, inside: _Part) -> _Part:
        looks = kind is not None and str(kind) != "?:"
        return _Part(inside.work + looks, (lambda _seed: "") if looks else inside.example)

    def piece(self, atom: _Part, repeat: Token | None) -> _Part:
        if repeat is None:
            return atom
        if atom.work > 1:
            message = "The pattern repeats something that already varies, or looks ahead."
            raise PatternError(message)
        least, most = _counts(str(repeat))
        return _Part(
            most - least + 1,
            lambda seed: "".join(
                atom.example(seed + place) for place in range(max(least, min(most, seed % 4)))
            ),
        )

    def sequence(self, *parts: _Part) -> _Part:
        return _Part(
            reduce(lambda work, part: work * part.work, parts, 1),
            lambda seed: "".join(part.example(seed) for part in parts),
        )

    def alternatives(self, *parts: _Part) -> _Part:
        if len(parts) == 1:
            return parts[0]
        work = sum(part.work for part in parts)
        return _Part(work, lambda seed: parts[seed % len(parts)].example(seed))


def _counts(repeat: str) -> tuple[int, int]:
    """Return the least and the most repetitions, no more than an answer is long."""
    signs = {"*": (0, MAX_TEXT), "+": (1, MAX_TEXT), "?": (0, 1)}
    if repeat[0] in signs:
        return signs[repeat[0]]
    least, comma, most = repeat.rstrip("?")[1:-1].partition(",")
    highest = int(most or MAX_TEXT) if comma else int(least)
    return int(least), max(int(least), min(highest, MAX_TEXT))


_PARSER = Lark(_GRAMMAR, parser="lalr", maybe_placeholders=True, transformer=_Reader())


@lru_cache(maxsize=512)
def read_pattern(source: str) -> Pattern:
    """Return the compiled pattern.

    Raises:
        PatternError: it is too long, not in our subset, or could take too much work.
    """
    if len(source) > MAX_LENGTH:
        message = f"The pattern is longer than {MAX_LENGTH} characters."
        raise PatternError(message)
    try:
        part = _PARSER.parse(source)
        regex = re.compile(source, re.ASCII)
    except (UnexpectedInput, re.error, OverflowError):
        message = "The pattern is not a regular expression that can be used here."
        raise PatternError(message) from None
    if not isinstance(part, _Part) or part.work > _MAX_WORK:
        message = "The pattern could take too long to compare."
        raise PatternError(message)
    return Pattern(regex, tuple(_fitting(regex, part)))


def _fitting(regex: re.Pattern[str], part: _Part) -> Iterator[str]:
    for seed in range(_EXAMPLES):
        text = part.example(seed)
        if text.strip() and regex.search(text.strip()):
            yield text.strip()
