"""A comparison as its page shows it: rows per kind, drawings with marks, links between them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.compared import Compared
from engine.definitions.comparison import KIND_TITLES, Comparison, Difference, Kind, Weight
from engine.definitions.comparison.marks import marks_of
from engine.definitions.comparison.word_changes import Piece, word_changes
from engine.definitions.diagram import NotBpmnError
from engine.definitions.drawing import ChangeMark, draw_changes
from engine.spiff.document import DocumentRefused

SHOWS: Mapping[str, tuple[Weight, ...]] = {
    "consequences": (Weight.CONSEQUENCE,),
    "wording": (Weight.CONSEQUENCE, Weight.WORDING),
    "all": tuple(Weight),
}
"""What the page may show, by the word in its address."""
SHOW_WORDS: Mapping[str, str] = {
    "consequences": "What changes what happens",
    "wording": "Wording too",
    "all": "Drawing and files too",
}
WEIGHT_WORDS: Mapping[Weight, str] = {
    Weight.CONSEQUENCE: "Changes what happens",
    Weight.WORDING: "Wording only",
    Weight.DRAWING: "Drawing or files only",
}
_MOST_ROWS = 200
"""Rows of one kind at first: more than people read, and fewer than slow a page down."""


@dataclass(frozen=True)
class ShownDifference:
    """One row of a table."""

    anchor: str
    difference: Difference
    weight: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True)
class ShownKind:
    """The rows of one kind; `left_off` more are shown when they are asked for."""

    kind: Kind
    title: str
    anchor: str
    rows: tuple[ShownDifference, ...]
    left_off: int


@dataclass(frozen=True)
class ShownDrawings:
    """One diagram of both versions; None where a version has none."""

    file: str
    old: Markup | None
    new: Markup | None


@dataclass(frozen=True)
class ShowChoice:
    """A link that shows more or less."""

    name: str
    words: str
    count: int


def present_kinds(
    comparison: Comparison, show: str, whole: str | None = None
) -> tuple[ShownKind, ...]:
    """Return the differences by kind, those of the chosen weights; all rows of the kind `whole`."""
    chosen = comparison.of_weight(*SHOWS[show])
    return tuple(
        ShownKind(
            kind, KIND_TITLES[kind], f"kind-{kind}", *_rows(kind, of_kind, is_whole=kind == whole)
        )
        for kind in Kind
        if (of_kind := [one for one in chosen if one.kind is kind])
    )


def present_choices(comparison: Comparison) -> tuple[ShowChoice, ...]:
    """Return what the page can show, with how many rows each has."""
    return tuple(
        ShowChoice(name, SHOW_WORDS[name], len(comparison.of_weight(*weights)))
        for name, weights in SHOWS.items()
    )


def present_drawings(
    comparison: Comparison,
    sides: tuple[Compared, Compared],
    show: str,
    kinds: Sequence[ShownKind],
) -> Iterator[ShownDrawings]:
    """Yield the diagrams in which something is marked, the main one first; marks lead to rows."""
    old, new = sides
    marks = marks_of(comparison.differences, SHOWS[show])
    links = _anchors(kinds)
    files = {*old.bundle.diagrams, *new.bundle.diagrams}
    for file in sorted(files, key=lambda file: (file not in {old.main, new.main}, file)):
        before, after = old.bundle.files.get(file), new.bundle.files.get(file)
        if _holds_any(before, marks.old) or _holds_any(after, marks.new):
            yield ShownDrawings(
                file,
                _drawn(before, marks.old, links[0], f"{file}: {old.title}"),
                _drawn(after, marks.new, links[1], f"{file}: {new.title}"),
            )


def _holds_any(xml: bytes | None, keys: Iterable[str]) -> bool:
    return xml is not None and any(f'id="{key}"'.encode() in xml for key in keys)


def _rows(
    kind: Kind, found: Sequence[Difference], *, is_whole: bool
) -> tuple[tuple[ShownDifference, ...], int]:
    rows = tuple(
        ShownDifference(
            f"{kind}-{number}", one, WEIGHT_WORDS[one.weight], *word_changes(one.old, one.new)
        )
        for number, one in enumerate(found if is_whole else found[:_MOST_ROWS], 1)
    )
    return rows, len(found) - len(rows)


def _anchors(kinds: Sequence[ShownKind]) -> tuple[dict[str, str], dict[str, str]]:
    """Return for both drawings the first row about each element, as links."""
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for row in (row for kind in kinds for row in kind.rows):
        for links, keys in ((old, row.difference.touched_old), (new, row.difference.touched_new)):
            for key in keys:
                links.setdefault(key, f"#{row.anchor}")
    return old, new


def _drawn(
    xml: bytes | None, marks: Mapping[str, ChangeMark], links: Mapping[str, str], label: str
) -> Markup | None:
    if xml is None:
        return None
    try:
        return Markup(draw_changes(xml, marks, links=links, label=label))  # noqa: S704 - our drawing
    except (DocumentRefused, NotBpmnError):
        return None
