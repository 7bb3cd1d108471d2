"""Every page in every state: who sees it, where, and what they do there first."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.routing import Map

from tests.browser.acts import (
    Act,
    act_on_none,
    close,
    comment,
    comment_a_name,
    look,
    look_first,
    open_everything,
    press,
    press_last,
    quiet_at_nonsense,
    send_as_it_is,
    send_as_somebody_else,
    send_to_an_old_page,
    send_without_session,
    try_at_no_time,
    type_a_name,
)
from tests.browser.operations_states_directory import DIRECTORY_STATES
from tests.browser.operations_states_insight import INSIGHT_STATES
from tests.browser.operations_states_instance import OPERATION_STATES
from tests.browser.operations_states_list import INSTANCE_STATES
from tests.browser.operations_states_migration import MIGRATION_STATES
from tests.browser.operations_states_report import REPORT_STATES
from tests.browser.workshop_states import WORKSHOP_STATES
from tests.browser.workshop_states_forms import FORM_STATES
from tests.browser.workshop_states_modeller import MODELLER_STATES

RAISER = "practitioner@reading-school"
OTHER_RAISER = "practitioner@reading-council"
MANAGER = "line-manager@reading-school"
OTHER_MANAGER = "line-manager@reading-council"
SENIOR = "senior-manager@reading-school"
LEAD = "safeguarding-lead@reading-school"
NEWCOMER = "departmental-head@reading-school"
"""Somebody whom no case has reached."""
OFFICE = "business-manager@berkshire-partnership"
NEXT_LEVEL = "next-level-manager@reading-council"
ADMINISTRATOR = "administrator@berkshire-partnership"
EDITOR = "editor@berkshire-partnership"

TEES_RAISER = "practitioner@middlesbrough-school"
MESSAGE = "/cases/{tees_case}/messages/ChildStatusChanged"
SETTINGS = "/agencies/reading-school/settings"
TRIAL_STEP = "/workshop/tries/{trial_run}/steps/Task_S1_Contact"


@dataclass(frozen=True)
class State:
    """A page as somebody meets it."""

    name: str
    path: str
    """With the names of prepared places in braces."""
    person: str | None = None
    """`ROLE@AGENCY`; nobody: not logged in."""
    act: Act = look
    """What is done on the page before it is looked at."""


STATES: tuple[State, ...] = (
    State("start, logged out", "/"),
    State("start", "/", RAISER),
    State("log-in", "/login"),
    State("log-in, people shown", "/login", act=open_everything),
    State("log-in, nothing typed", "/login", act=press_last),
    State("log-in, once more", "/login?stale=1"),
    State("accessibility", "/accessibility"),
    State("privacy", "/privacy"),
    State("nothing here", "/nothing-here"),
    State("nothing here, logged in", "/cases/BRK-1999-000001", RAISER),
    State("change password", "/change", RAISER),
    State("change password, nothing typed", "/change", RAISER, press_last),
    State("account", "/account", RAISER),
    State("account of an administrator", "/account", ADMINISTRATOR),
    State("procedures", "/procedures", RAISER),
    State("procedure", "/procedures/{procedure}", RAISER),
    State("procedure in words", "/procedures/{procedure}/document", RAISER),
    State("draft in words", "/workshop/drafts/{procedure_draft}/document", EDITOR),
    State("try a version", "/procedures/{procedure}/try", EDITOR),
    State("try a version at no time", "/procedures/{procedure}/try", EDITOR, try_at_no_time),
    State("try a draft", "/workshop/drafts/{procedure_draft}/try", EDITOR),
    State("trial run", "/workshop/tries/{trial_run}", EDITOR, open_everything),
    State("trial run, a step", TRIAL_STEP, EDITOR),
    State("trial run, a step with errors", TRIAL_STEP, EDITOR, press_last),
    State("trial run, suggested answers", TRIAL_STEP + "?way=0", EDITOR),
    State("trial run, close the case", "/workshop/tries/{trial_run}/closing", EDITOR),
    State(
        "trial run, close with errors", "/workshop/tries/{trial_run}/closing", EDITOR, press_last
    ),
    State("trial run, agencies", "/workshop/tries/{trial_run}/agencies", EDITOR),
    State("trial run, as a scenario", "/workshop/tries/{trial_run}/scenario", EDITOR, look_first),
    State("compare, nothing chosen", "/procedures/comparison", RAISER),
    State("two versions compared", "/procedures/comparison?{two_editions}&show=all", RAISER),
    State(
        "draft compared",
        "/workshop/drafts/{procedure_draft}/comparison?old={older_edition}",
        EDITOR,
    ),
    State("checks", "/procedures/checks", RAISER),
    State("one check", "/procedures/checks/timers", RAISER),
    State("one check, with a file", "/procedures/checks/readable-file", RAISER),
    State("inbox, empty", "/inbox", NEWCOMER),
    State("inbox", "/inbox", MANAGER),
    State("inbox with danger", "/inbox", LEAD),
    State("inbox of the office", "/inbox", OFFICE),
    State("cases, none", "/cases", NEWCOMER),
    State("cases", "/cases", RAISER),
    State("cases, ended", "/cases?show=ended", RAISER),
    State("notices, none", "/notices", NEWCOMER),
    State("notices", "/notices", MANAGER),
    State("raise", "/raise", RAISER),
    State("raise, nothing chosen", "/raise", RAISER, press("Continue")),
    State("raise again", "/raise?after={ended_case}", RAISER),
    State("raising form", "/tasks/{raising}", RAISER),
    State("raising form with errors", "/tasks/{raising_wrong}", RAISER, send_as_it_is),
    State("raising form that is asked about", "/tasks/{raising_asked}", RAISER, type_a_name),
    State("task", "/tasks/{discussion}", RAISER),
    State("task with errors", "/tasks/{discussion}", RAISER, send_as_it_is),
    State("task with the other side’s draft", "/tasks/{drafted}", MANAGER),
    State("task that a colleague works on", "/tasks/{claimed}", MANAGER),
    State("task that one works on", "/tasks/{claimed}", OTHER_MANAGER),
    State("task after its limit", "/tasks/{late}", MANAGER),
    State("task after its limit with errors", "/tasks/{late}", MANAGER, send_as_it_is),
    State("task with what earlier levels said", "/tasks/{higher}", SENIOR, open_everything),
    State("danger task", "/tasks/{danger}", LEAD),
    State("danger task with errors", "/tasks/{danger}", LEAD, send_as_it_is),
    State("confirmation", "/tasks/{half}", OTHER_RAISER),
    State("task that is closed", "/tasks/{sent}", RAISER),
    State("sent", "/tasks/{sent}/sent", RAISER),
    State("page out of date", "/tasks/{discussion}", RAISER, send_to_an_old_page),
    State("text of somebody else", "/tasks/{discussion}", RAISER, send_as_somebody_else),
    State("logged out while typing", "/tasks/{discussion}", OTHER_RAISER, send_without_session),
    State("case, first step", "/cases/{discussion_case}", RAISER),
    State("case after a limit", "/cases/{late_case}", MANAGER),
    State("case, higher up", "/cases/{higher_case}", SENIOR, open_everything),
    State("case in danger", "/cases/{danger_case}", RAISER),
    State("case, one agency has confirmed", "/cases/{half_case}", RAISER),
    State("case that has ended", "/cases/{ended_case}", RAISER),
    State("case closed outside the procedure", "/cases/{closed_case}", RAISER),
    State("ring 999", "/cases/{discussion_case}/danger", RAISER),
    State("ring 999, case ended", "/cases/{ended_case}/danger", RAISER),
    State("alert sent", "/cases/{danger_case}/danger/{danger}", RAISER),
    State("close a case", "/cases/{discussion_case}/closing", RAISER),
    State("close a case, nothing said", "/cases/{discussion_case}/closing", RAISER, press_last),
    State("close a case, sure?", "/cases/{discussion_case}/closing", RAISER, close),
    State("change the agencies", "/cases/{discussion_case}/agencies", ADMINISTRATOR),
    State(
        "change the agencies, nothing chosen",
        "/cases/{discussion_case}/agencies",
        ADMINISTRATOR,
        press_last,
    ),
    State("child’s status changed", MESSAGE, TEES_RAISER),
    State("write a comment", "/cases/{higher_case}/comments", SENIOR),
    State("comment without words", "/cases/{higher_case}/comments", SENIOR, press_last),
    State("comment that is asked about", "/cases/{higher_case}/comments", SENIOR, comment_a_name),
    State("case with a comment", "/cases/{higher_case}", SENIOR, comment),
    State("hand over to nobody", "/tasks/{claimed}/hand-over", OTHER_MANAGER),
    State("powers over a case", "/cases/{discussion_case}/powers", ADMINISTRATOR),
    State("record", "/cases/{ended_case}/record", RAISER),
    State("record, nothing to compare", "/cases/{ended_case}/record?events=x", RAISER),
    State("inbox, mine", "/inbox?view=mine", OTHER_MANAGER),
    State("inbox, waiting for others", "/inbox?view=waiting", RAISER),
    State("inbox, done", "/inbox?view=done", RAISER),
    State("inbox, searched", "/inbox?q={late_case}", MANAGER),
    State("inbox, several at once, none chosen", "/inbox", MANAGER, act_on_none),
    State("saved filters", "/inbox/filters", MANAGER),
    State("hand over", "/tasks/{second}/hand-over", NEXT_LEVEL),
    State("hand over, nothing chosen", "/tasks/{second}/hand-over", NEXT_LEVEL, press_last),
    State("away", "/away", MANAGER),
    State("away, nothing said", "/away", MANAGER, press_last),
    State("away, arranged", "/away", NEXT_LEVEL),
    State("contacts", "/contacts", RAISER),
    State("contacts, nothing found", "/contacts?name=zzz", RAISER),
    State("contacts of an agency", "/contacts?agency=reading-council", RAISER),
    State("settings of an agency", SETTINGS, LEAD),
    State("settings of an agency with errors", SETTINGS, LEAD, quiet_at_nonsense),
    State("calendar", "/account/calendar", RAISER),
    State("calendar, switched on", "/account/calendar", SENIOR, press_last),
    *(State(*row) for row in DIRECTORY_STATES),
    State("choose a password", "/invitation/{invitation}"),
    State("choose a password, nothing typed", "/invitation/{invitation}", act=press_last),
    State("choose a password, too late", "/invitation/nonsense"),
    *(State(*row) for row in WORKSHOP_STATES),
    *(State(*row) for row in FORM_STATES),
    *(State(*row) for row in MODELLER_STATES),
    *(State(*row) for row in INSIGHT_STATES),
    *(State(*row) for row in INSTANCE_STATES),
    *(State(*row) for row in OPERATION_STATES),
    *(State(*row) for row in MIGRATION_STATES),
    *(State(*row) for row in REPORT_STATES),
)

NO_PAGES = {
    "pages_operations_instances.download_instances",
    "pages_draft_scenarios.show_progress",
    "pages_workshop_changes.export",
    "pages_workshop_changes.export_version",
    "pages_start.show_icon",
    "pages_procedures.show_diagram_source",
    "pages_procedure_document.send_document",
    "pages_procedure_document.send_draft_document",
    "pages_record.show_record",
    "pages_reports.give_table",
    "pages_reports.give_paper",
    "pages_sandbox_run.show_diagram",
    "pages_calendar_feed.show_calendar",
}
"""What a browser gets that is no page: pictures and files."""


def endpoints_of(app: Flask, states: tuple[State, ...], places: Mapping[str, str]) -> set[str]:
    """Return the endpoints of the pages that these states show."""
    addresses: Map = app.url_map
    found = addresses.bind("localhost")
    paths = [urlsplit(state.path.format_map(places)).path for state in states]
    return {found.match(path)[0] for path in paths if found.test(path)}
