"""Draws a figure as SVG, readable without colour: solid, hatched, dotted and empty bars."""

import textwrap
from collections.abc import Iterator, Sequence
from html import escape

from engine.reports.figure import ChartKind
from engine.reports.shown import ShownFigure, ShownRow

WIDTH = 420
LABEL_LETTERS = 52
LINE, BAR, THIN, GAP = 17, 18, 9, 12
ROOM_FOR_WORDS = 104
INK, QUIET, PAPER = "#0b0c0c", "#505a5f", "#ffffff"
FILLS = ("#1d70b8", "url(#{0}-hatched)", "url(#{0}-dotted)", PAPER)
"""What the parts of a stacked bar are filled with; each has a dark edge."""


def draw(figure: ShownFigure) -> str | None:
    """Return the figure as an SVG drawing; None where a table says it better, or there is nothing.

    Rows in which every count is nought are left to the table.
    """
    drawn = [row for row in figure.rows if any(_number(row, place) for place in figure.series)]
    most = max((_length(figure, row) for row in drawn), default=0)
    if not most:
        return None
    parts: list[str] = []
    top = _legend(figure, parts)
    for row in drawn:
        top = _draw_row(figure, row, top, most, parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" '
        f'height="{top}" font-family="Source Sans Pro, Arial, sans-serif" font-size="14">'
        f"{_patterns(figure.key)}{''.join(parts)}</svg>"
    )


def alternative(figure: ShownFigure) -> str:
    """Return what the drawing says, for those who do not see it."""
    names = " and ".join(figure.head[place] for place in figure.series)
    return f"Chart of the table “{figure.title}”: {names}."


def _number(row: ShownRow, place: int) -> int:
    return row.cells[place].number or 0


def _length(figure: ShownFigure, row: ShownRow) -> int:
    numbers = [_number(row, place) for place in figure.series]
    return sum(numbers) if figure.chart is ChartKind.STACKED else max(numbers)


def _patterns(key: str) -> str:
    return (
        f'<defs><pattern id="{key}-hatched" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{PAPER}"/>'
        f'<path d="M0 6L6 0M-1 1L1 -1M5 7L7 5" stroke="{INK}" stroke-width="1.5"/></pattern>'
        f'<pattern id="{key}-dotted" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{PAPER}"/>'
        f'<circle cx="3" cy="3" r="1.4" fill="{INK}"/></pattern></defs>'
    )


def _legend(figure: ShownFigure, parts: list[str]) -> int:
    """Draw what the fills mean; return where the first row begins."""
    top = 2
    for place, fill in zip(figure.series, _fills(figure), strict=True):
        parts.append(_box(0, top, 16, 12, fill))
        parts.append(_text(24, top + 11, figure.head[place], QUIET))
        top += LINE + 3
    return top + GAP // 2


def _fills(figure: ShownFigure) -> Iterator[str]:
    if figure.chart is ChartKind.BARS:
        yield from (FILLS[0], PAPER)
        return
    for place in range(len(figure.series)):
        yield FILLS[place % len(FILLS)].format(figure.key)


def _draw_row(figure: ShownFigure, row: ShownRow, top: int, most: int, parts: list[str]) -> int:
    for line in textwrap.wrap(row.label, LABEL_LETTERS):
        parts.append(_text(0, top + 12, line))
        top += LINE
    scale = (WIDTH - ROOM_FOR_WORDS) / most
    fills = list(_fills(figure))
    if figure.chart is ChartKind.BARS:
        return _draw_bars(row, top, scale, fills, parts)
    left = 0.0
    for place, fill in zip(figure.series, fills, strict=True):
        width = _number(row, place) * scale
        if width:
            parts.append(_box(left, top, width, BAR, fill))
        left += width
    words = " + ".join(row.cells[place].text for place in figure.series)
    parts.append(_text(left + 6, top + 14, words))
    return top + BAR + GAP


def _draw_bars(
    row: ShownRow, top: int, scale: float, fills: Sequence[str], parts: list[str]
) -> int:
    now, before = row.cells[0], row.cells[1]
    width = max((now.number or 0) * scale, 1)
    parts.append(_box(0, top, width, BAR, fills[0]))
    parts.append(_text(width + 6, top + 14, now.text))
    top += BAR + 1
    if before.number:
        parts.append(_box(0, top, before.number * scale, THIN, fills[1]))
    return top + THIN + GAP


def _box(left: float, top: int, width: float, height: int, fill: str) -> str:
    return (
        f'<rect x="{left + 0.5:.1f}" y="{top + 0.5:.1f}" width="{width:.1f}" height="{height}" '
        f'fill="{fill}" stroke="{INK}"/>'
    )


def _text(left: float, baseline: int, words: str, fill: str = INK) -> str:
    return f'<text x="{left:.1f}" y="{baseline}" fill="{fill}">{escape(words)}</text>'
