"""The address of a calendar feed: whoever knows it reads the feed."""

from flask import url_for

from api.extensions import current_engine


def feed_address(secret: str) -> str:
    """Return the whole address of the feed that a secret opens."""
    path = url_for("pages_calendar_feed.show_calendar", secret=secret)
    return current_engine().settings.base_url + path
