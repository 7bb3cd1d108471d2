"""What stands around every page: who is logged in, the navigation, the demonstration's clock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from api.auth import current_actor
from api.extensions import current_engine
from api.pages.inbox_count import open_task_counts
from api.pages.unsent import UnsentText, unsent_texts
from api.pages.wording import clock_in_words
from api.reading import reading
from engine.access import Actor
from engine.clock import LONDON
from engine.context import Engine
from engine.english import listed
from engine.queries.definitions import EDITING
from engine.queries.names import agency_names
from engine.queries.notices import count_unread_notices
from engine.queries.waiting_drafts import count_waiting_drafts
from engine.queries.worklist_counts import NOTHING, Count
from engine.reports.report import READERS
from engine.vocabulary import Role

CLOCK_STEPS = (
    ("1", "+1 hour"),
    ("24", "+24 hours"),
    ("48", "+48 hours"),
    ("working-day", "+1 working day"),
)


@dataclass(frozen=True)
class Frame:
    """The data of `pages/base.html`."""

    log_in_url: str
    here: str
    person: str | None = None
    agencies: str = ""
    open_tasks: Count = NOTHING
    navigation: tuple[dict[str, Any], ...] = ()
    clock: "DemoClock | None" = None
    unsent: Sequence[UnsentText] = ()
    """Texts that wait on other pages, because they came after the session had ended."""


@dataclass(frozen=True)
class DemoClock:
    """The demonstration's clock bar."""

    words: str
    value: str
    """As a date-time field wants it."""
    steps: tuple[tuple[str, str], ...] = CLOCK_STEPS


def build_frame() -> Frame:
    """Return the frame of the page that is being answered."""
    engine, actor = current_engine(), current_actor()
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    if request.endpoint == "security.login":
        here = request.args.get("next", "/")
    log_in_url = url_for("security.login", next=None if here == "/" else here)
    frame = Frame(log_in_url=log_in_url, here=here, clock=_clock(engine))
    return _with_person(frame, engine, actor) if actor else frame


def _clock(engine: Engine) -> DemoClock | None:
    if not engine.settings.demo:
        return None
    now = engine.clock.now()
    return DemoClock(clock_in_words(now), f"{now.astimezone(LONDON):%Y-%m-%dT%H:%M}")


def _with_person(frame: Frame, engine: Engine, actor: Actor) -> Frame:
    with reading() as work:
        open_tasks = open_task_counts(engine, work, actor).open
        unread = count_unread_notices(engine, work, actor)
        names = agency_names(work, actor.agencies)
        unsent = unsent_texts(engine, work, actor)
        edits = any(map(actor.has_role, EDITING))
        waiting = Count(count_waiting_drafts(work, actor)) if edits else NOTHING
    return replace(
        frame,
        person=actor.name,
        agencies=listed([names[key] for key in actor.agencies]),
        open_tasks=open_tasks,
        navigation=_navigation(actor, open_tasks, unread, waiting),
        unsent=unsent,
    )


def _navigation(
    actor: Actor, open_tasks: Count, unread: Count, waiting: Count
) -> tuple[dict[str, Any], ...]:
    workshop = (("pages_workshop.show_workshop", _counted("Workshop", waiting)),)
    operations = (("pages_operations.show_today", "Operations"),)
    report = (("pages_reports.show_report", "Report"),)
    places = (
        ("pages_inbox.show_inbox", _counted("Inbox", open_tasks)),
        ("pages_cases.list_all_cases", "Cases"),
        ("pages_raising.show_raising", "Raise"),
        ("pages_notices.list_all_notices", _counted("Notices", unread)),
        ("pages_contacts.show_contacts", "Contacts"),
        *(workshop if any(map(actor.has_role, EDITING)) else ()),
        *(operations if actor.has_role(Role.ADMINISTRATOR) else ()),
        *(report if any(map(actor.has_role, READERS)) else ()),
    )
    blueprint = (request.endpoint or "").partition(".")[0]
    return tuple(
        {
            "text": text,
            "href": url_for(endpoint),
            "active": f"{blueprint}_".startswith(f"{endpoint.partition('.')[0]}_"),
        }
        for endpoint, text in places
    )


def _counted(name: str, count: Count) -> str:
    return f"{name} ({count})" if count else name
