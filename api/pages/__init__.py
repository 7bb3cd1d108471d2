"""Pages for people: each translates a request to the engine's verbs and queries, and back."""

from flask import Flask

from api.pages import (
    account,
    account_calendar,
    agencies,
    agency_settings,
    away,
    calendar_feed,
    cases,
    closing,
    comments,
    contacts,
    danger,
    demo,
    handing_over,
    inbox,
    inbox_filters,
    inbox_several,
    messages,
    notices,
    procedures,
    raising,
    record,
    start,
    tasks,
    unsent,
)
from api.pages.environment import set_up_templates

PAGES = (
    start.blueprint,
    raising.blueprint,
    inbox.blueprint,
    inbox_filters.blueprint,
    inbox_several.blueprint,
    tasks.blueprint,
    handing_over.blueprint,
    danger.blueprint,
    messages.blueprint,
    cases.blueprint,
    record.blueprint,
    closing.blueprint,
    comments.blueprint,
    agencies.blueprint,
    agency_settings.blueprint,
    contacts.blueprint,
    away.blueprint,
    notices.blueprint,
    procedures.blueprint,
    account.blueprint,
    account_calendar.blueprint,
    calendar_feed.blueprint,
    unsent.blueprint,
    demo.blueprint,
)


def register_pages(app: Flask) -> None:
    """Add every page to the app."""
    set_up_templates(app)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
