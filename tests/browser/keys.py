"""Fills in forms with the keys alone: Tab, Space, Enter, arrows and what is typed."""

from collections.abc import Mapping
from datetime import date, datetime

from playwright.sync_api import Locator, Page

from engine.clock import LONDON
from tests.browser.answers import Answer, await_form

MOST_TABS = 200
MOST_ARROWS = 40
HAS_FOCUS = "one => one === document.activeElement"


def tab_to(target: Locator) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(MOST_TABS):
        if target.evaluate(HAS_FOCUS):
            return
        target.page.keyboard.press("Tab")
    message = f"{MOST_TABS} times Tab do not lead to {target}"
    raise AssertionError(message)


def press(target: Locator) -> None:
    """Go to a button or a link with Tab, and press Enter."""
    tab_to(target)
    target.page.keyboard.press("Enter")


def choose(page: Page, name: str, value: str) -> None:
    """Choose a radio button with the arrows."""
    group = page.locator(f'input[name="{name}"]')
    wanted = group.and_(page.locator(f'[value="{value}"]'))
    tab_to_group(page, name)
    page.keyboard.press("Space")
    for _ in range(MOST_ARROWS):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    message = f"the arrows do not lead to {name} {value}"
    raise AssertionError(message)


def tab_to_group(page: Page, name: str) -> None:
    """Press Tab until one of a group of radio buttons has the focus."""
    focused = page.locator(f'input[name="{name}"]:focus')
    for _ in range(MOST_TABS):
        if focused.count():
            return
        page.keyboard.press("Tab")
    message = f"{MOST_TABS} times Tab do not lead to {name}"
    raise AssertionError(message)


def fill_with_keys(page: Page, answers: Mapping[str, Answer]) -> None:
    """Fill in the form of the page, in the order of the answers."""
    await_form(page, answers)
    for key, answer in answers.items():
        if isinstance(answer, datetime):
            _type_date(page, key, answer.astimezone(LONDON))
            for part in ("hour", "minute"):
                _type(page, f"{key}-{part}", f"{getattr(answer.astimezone(LONDON), part):02}")
        elif isinstance(answer, date):
            _type_date(page, key, answer)
        elif isinstance(answer, list):
            for value in answer:
                tab_to(page.locator(f'input[name="{key}"][value="{value}"]'))
                page.keyboard.press("Space")
        else:
            _answer(page, key, answer)


def _answer(page: Page, key: str, answer: str) -> None:
    field = page.locator(f'[name="{key}"]').first
    tag, kind = field.evaluate("field => [field.tagName, field.type]")
    if kind == "radio":
        choose(page, key, answer)
    elif tag == "SELECT":
        tab_to(field)
        for _ in range(MOST_ARROWS):
            if field.input_value() == answer:
                return
            page.keyboard.press("ArrowDown")
    else:
        _type(page, key, answer)


def _type_date(page: Page, key: str, day: date) -> None:
    for part in ("day", "month", "year"):
        _type(page, f"{key}-{part}", str(getattr(day, part)))


def _type(page: Page, name: str, text: str) -> None:
    tab_to(page.locator(f'[name="{name}"]'))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
