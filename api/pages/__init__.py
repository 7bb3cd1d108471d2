"""Pages for people: each translates a request to the engine's verbs and queries, and back."""

from flask import Flask

from api.pages import (
    account,
    agencies,
    cases,
    closing,
    danger,
    demo,
    inbox,
    messages,
    notices,
    procedures,
    raising,
    start,
    tasks,
    unsent,
)
from api.pages.environment import set_up_templates

PAGES = (
    start.blueprint,
    raising.blueprint,
    inbox.blueprint,
    tasks.blueprint,
    danger.blueprint,
    messages.blueprint,
    cases.blueprint,
    closing.blueprint,
    agencies.blueprint,
    notices.blueprint,
    procedures.blueprint,
    account.blueprint,
    unsent.blueprint,
    demo.blueprint,
)


def register_pages(app: Flask) -> None:
    """Add every page to the app."""
    set_up_templates(app)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
