"""Answers to Berkshire's forms, and how they are typed in."""

from collections.abc import Mapping
from datetime import date, datetime

from playwright.sync_api import Locator, Page

from engine.clock import LONDON
from tests.browser.site import FRIDAY

Answer = str | date | list[str]

A_DAY_LATER = date(2037, 9, 10)

RAISE: Mapping[str, Answer] = {
    "immediate_harm": "no",
    "receiving_agency": "reading-council",
    "child_ref": "SG-2031/7",
    "child_status": "child_in_need",
    "reason_codes": ["case_closure"],
    "arose_in": "day_to_day",
    "arose_at": FRIDAY,
    "rationale_sought": "yes",
    "rationale_heard": "The team finds that the plan has been completed.",
    "concern_remains": "yes",
    "concern_summary": "The home has not changed since the plan began.",
    "what_needs_to_change": "A visit before the plan is closed.",
}
NO_LESSONS: Mapping[str, Answer] = {"lessons_identified": "no", "policy_gap": "no"}
AGREED: Mapping[str, Answer] = {
    "agreed_action": "A joint visit next week.",
    "agreed_owner": "Social worker",
    "agreed_by": A_DAY_LATER,
}
VIEWS: Mapping[str, Answer] = {
    "raising_view": "The home has not changed.",
    "receiving_view": "Every action of the plan is done.",
}


def discussion(at: datetime, outcome: str = "resolved") -> dict[str, Answer]:
    """Return a discussion of the practitioners with this outcome."""
    talked: dict[str, Answer] = {"discussed_at": at, "contact_mode": "telephone"}
    ending = AGREED if outcome == "resolved" else {"why_unresolved": "Whether a visit is needed."}
    return {**talked, "s0_outcome": outcome, **ending, **NO_LESSONS}


def contact(at: datetime, outcome: str) -> dict[str, Answer]:
    """Return a contact of the line managers with this outcome."""
    spoke: dict[str, Answer] = {
        "contact_at": at,
        "contact_mode": "telephone",
        "present_roles": ["raising", "receiving"],
        "s1_outcome": outcome,
        "information_reviewed": "Both files.",
        "dnp_involved": "considered_not_needed",
    }
    ending = {"resolved_by": "line_managers", **AGREED}
    if outcome != "resolved":
        ending = {"why_unresolved": "Whether the plan may be closed without a visit."}
    return {**spoke, **ending, **VIEWS, **NO_LESSONS}


def next_level(at: datetime, outcome: str) -> dict[str, Answer]:
    """Return a contact at the next managerial level with this outcome."""
    spoke: dict[str, Answer] = {
        "contact_at": at,
        "contact_mode": "video",
        "present_roles": ["raising", "receiving"],
        "dnp_role": "named_professional",
        "dnp_communicated_at": at,
        "dnp_advice": "Visit first.",
        "s2_outcome": outcome,
    }
    ending = AGREED if outcome == "resolved" else {"why_unresolved": "The visit."}
    return {**spoke, **ending, **VIEWS, **NO_LESSONS}


def confirmation(at: datetime) -> dict[str, Answer]:
    """Return an agency's yes to the recorded outcome."""
    return {"confirms_outcome": "yes", "saved_at": at, "told_practitioners_at": at}


def fill(page: Page, answers: Mapping[str, Answer]) -> None:
    """Type the answers into the form of the page, as a person would."""
    await_form(page, answers)
    for key, answer in answers.items():
        if isinstance(answer, datetime):
            _fill_time(page, key, answer.astimezone(LONDON))
        elif isinstance(answer, date):
            _fill_date(page, key, answer)
        elif isinstance(answer, list):
            for value in answer:
                page.locator(f'input[name="{key}"][value="{value}"]').check()
        else:
            _fill_one(page.locator(f'[name="{key}"]'), answer)


def await_form(page: Page, answers: Mapping[str, Answer]) -> None:
    """Wait until the form is there and its scripts listen, which they do once all has loaded.

    Nothing would save what was typed before, or show the questions that an answer brings.
    """
    for key in list(answers)[:1]:
        page.locator(f'[name="{key}"], [name="{key}-day"]').first.wait_for(state="attached")
    page.wait_for_load_state()


def send(page: Page) -> None:
    """Send the form, and wait for the page that answers: the draft is saved before."""
    with page.expect_navigation():
        press_send(page)


def press_send(page: Page) -> None:
    """Press the button that sends the form."""
    page.get_by_role("button", name="Send", exact=True).click()


def _fill_one(inputs: Locator, answer: str) -> None:
    tag, kind = inputs.first.evaluate("input => [input.tagName, input.type]")
    if tag == "SELECT":
        inputs.select_option(answer)
    elif kind == "radio":
        inputs.and_(inputs.page.locator(f'[value="{answer}"]')).check()
    else:
        inputs.fill(answer)


def _fill_date(page: Page, key: str, day: date) -> None:
    for part in ("day", "month", "year"):
        page.locator(f'[name="{key}-{part}"]').fill(str(getattr(day, part)))


def _fill_time(page: Page, key: str, at: datetime) -> None:
    _fill_date(page, key, at)
    for part in ("hour", "minute"):
        page.locator(f'[name="{key}-{part}"]').fill(f"{getattr(at, part):02}")
