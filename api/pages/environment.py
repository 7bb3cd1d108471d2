"""What every template can use: components, times in words, the frame around the page."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, PackageLoader, PrefixLoader

from api.extensions import current_engine
from api.pages import wording
from api.pages.ages import age_in_words, rounds_in_words
from api.pages.assets import script_url, style_urls
from api.pages.at_risk import texts_at_risk
from api.pages.frame import build_frame
from api.pages.naming import doers_in_words, link_in_words
from api.pages.task_colleagues import task_colleagues
from api.pages.version_note import version_note
from api.pages.waiting_danger import danger_waiting
from engine.english import role_in_words, sentence

COMPONENTS = "govuk_frontend_jinja"


def set_up_templates(app: Flask) -> None:
    """Give the app's templates GOV.UK's components, our filters and the page's frame."""
    components = PrefixLoader({COMPONENTS: PackageLoader(COMPONENTS)})
    loaders: list[BaseLoader] = [app.create_global_jinja_loader(), components]
    app.jinja_env.loader = ChoiceLoader(loaders)
    app.jinja_env.filters |= {
        "instant_in_words": _with_now(wording.instant_in_words),
        "moment_in_words": _with_now(wording.moment_in_words),
        "from_in_words": _with_now(wording.from_in_words),
        "until_in_words": _with_now(wording.until_in_words),
        "due_in_words": _with_now(wording.due_in_words),
        "age_in_words": _with_now(age_in_words),
        "due_state": _with_now(wording.due_state),
        "duration_in_words": wording.duration_in_words,
        "dialled": wording.dialled,
        "edition_in_words": wording.edition_in_words,
        "named_edition": wording.named_edition,
        "sentence": sentence,
        "role_in_words": role_in_words,
        "doers_in_words": doers_in_words,
        "link_in_words": link_in_words,
        "rounds_in_words": rounds_in_words,
    }
    app.jinja_env.globals |= {
        "style_urls": style_urls,
        "script_url": script_url,
        "texts_at_risk": texts_at_risk,
        "task_colleagues": task_colleagues,
        "version_note": version_note,
        "danger_waiting": danger_waiting,
    }
    app.context_processor(lambda: {"frame": build_frame()})


def _with_now(words: Callable[[datetime, datetime], str]) -> Callable[[datetime], str]:
    return lambda at: words(at, current_engine().clock.now())
