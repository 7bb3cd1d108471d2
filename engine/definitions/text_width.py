"""How wide text is in a picture, and where it breaks; no font of the machine is needed."""

from functools import lru_cache

from PIL import ImageFont

LINE_HEIGHT = 1.2
_FONT = ImageFont.load_default(100)
# Pillow's own font is a little wider than the Arial that browsers show.
_NARROWER = 0.972


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float) -> float:
    """Give the width of one line in pixels."""
    return float(_FONT.getlength(text[:500])) * size / 100 * _NARROWER


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break a text at its blanks into lines not wider than `width`, where words allow it."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
