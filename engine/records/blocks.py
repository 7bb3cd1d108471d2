"""What a record is made of. The template knows these blocks and nothing about cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Paragraph:
    """Text that stands alone."""

    text: str
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Points:
    """A list with a point before each sentence."""

    items: Sequence[str]
    kind: Literal["points"] = "points"


@dataclass(frozen=True)
class Facts:
    """Labels with what belongs to them, side by side."""

    rows: Sequence[tuple[str, str]]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Answers:
    """Questions with what people answered, which may be long."""

    rows: Sequence[tuple[str, str]]
    kind: Literal["answers"] = "answers"


@dataclass(frozen=True)
class Cell:
    """A cell of a table that begins with a name."""

    lead: str
    text: str
    element_id: str = ""
    """The element of a diagram that it is about, for pages that show the diagram too."""


@dataclass(frozen=True)
class Table:
    """A table with a head of columns; the head comes again on each page."""

    head: Sequence[str]
    rows: Sequence[Sequence[str | Cell]]
    widths: Sequence[float]
    """The columns' shares of the page."""
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Picture:
    """A drawing on a page of its own."""

    svg: str
    alternative: str
    """What the drawing says, for those who do not see it."""
    caption: str
    is_wide: bool
    """Whether the page lies on its side."""
    path: str = ""
    """The file of a bundle of which this is the first picture: screens show it whole, once."""
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True)
class Chart:
    """A drawing that stands in the text, beside the table that it draws."""

    svg: str
    alternative: str
    """What the drawing says, for those who do not see it."""
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True)
class Digest:
    """A long number to be compared with another: set in letters of one width."""

    label: str
    digits: str
    kind: Literal["digest"] = "digest"


Block = Paragraph | Points | Facts | Answers | Table | Picture | Chart | Digest


@dataclass(frozen=True)
class Heading:
    """A heading inside a section, never at the foot of a page."""

    text: str
    byline: str = ""
    """Who, and when."""
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Section:
    """A part of the record with a heading."""

    heading: str
    blocks: Sequence[Block | Heading]


@dataclass(frozen=True)
class Document:
    """A whole record."""

    title: str
    subtitle: str
    reference: str
    as_at: str
    """In words, for the foot of each page."""
    made_of: tuple[int, int, int, int, int, int]
    """Year to second in UTC of the last thing in it: the file's own date."""
    head: Facts
    sections: Sequence[Section]
    is_wide: bool = False
    """Whether its pages lie on their side: for tables of many columns."""
