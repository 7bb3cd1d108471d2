"""What can be measured about a page as it is now, beside what axe finds; each gives its faults."""

from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Page

DESK = {"width": 1280, "height": 900}
TELEPHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}
"""A window of 1280 px at 400 %: WCAG 1.4.10."""
MEASURES = Path(__file__).with_name("measures.js").read_text(encoding="utf-8")

Faults = Sequence[str]


def structure(page: Page) -> Faults:
    """Look at title, landmarks, headings, legends, and errors with their fields."""
    return _measured(page, "structure()")


def focus(page: Page) -> Faults:
    """Look whether the focus can be seen wherever Tab leads."""
    # What shows the focus to keyboards only has to know that there is one.
    page.keyboard.press("Shift")
    return _measured(page, "focus(false)")


def focus_backwards(page: Page) -> Faults:
    """Look whether the focus can be seen wherever Shift and Tab lead: up, under what stays."""
    page.keyboard.press("Shift")
    return _measured(page, "focus(true)")


def telephone(page: Page) -> Faults:
    """Look whether everything fits on a telephone."""
    return _measured(page, "sideways()")


def narrow(page: Page) -> Faults:
    """Look whether everything fits into the narrowest window."""
    return [*_measured(page, "sideways()"), *focus_backwards(page)]


def large_text(page: Page) -> Faults:
    """Look whether letters of twice the size leave everything in its place."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = [*_measured(page, "sideways()"), *_measured(page, "clipped()"), *focus_backwards(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def forced_colours(page: Page) -> Faults:
    """Look whether the focus can be seen when the person's own colours replace ours."""
    page.emulate_media(forced_colors="active")
    found = focus(page)
    page.emulate_media(forced_colors="none")
    return found


def reduced_motion(page: Page) -> Faults:
    """Look whether everything keeps still for somebody who asks for that."""
    page.emulate_media(reduced_motion="reduce")
    found = _measured(page, "motion()")
    page.emulate_media(reduced_motion="no-preference")
    return found


Look = Callable[[Page], Faults]
LOOKS: tuple[tuple[dict[str, int], tuple[Look, ...]], ...] = (
    (DESK, (structure, focus, large_text, forced_colours, reduced_motion)),
    (TELEPHONE, (telephone,)),
    (NARROWEST, (narrow,)),
)
"""What is looked at in a window of which size. `structure` comes first: it knows the focus."""


def _measured(page: Page, call: str) -> list[str]:
    found: list[str] = page.evaluate(f"{MEASURES}.{call}")
    return found
