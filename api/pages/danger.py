"""A child in immediate danger: 999 first, then one press, without a field to fill in."""

import uuid

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, never_limited, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.told import present_notice
from api.reading import reading
from engine.definitions.compiled import CompiledBundle
from engine.definitions.recipients import parse_recipients
from engine.english import listed, role_in_words
from engine.queries.case_details import load_case
from engine.queries.case_notices import list_alert_notices
from engine.queries.tasks import load_task
from engine.runtime.delivering import list_danger_at_once
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE

blueprint = Blueprint("pages_danger", __name__)


@blueprint.get("/cases/<reference>/danger")
@open_to(SIGNED_IN)
@never_limited
def show_danger(reference: str) -> ResponseReturnValue:
    """Say “ring 999” before anything else, and offer one button."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        case = load_case(engine, work, actor, reference)
        compiled = engine.definitions.compiled(work, case.process_definition_id)
    return render_template(
        "pages/danger.html",
        reference=reference,
        has_ended=case.ended_at is not None,
        open_alerts=[task for task in case.open_tasks if task.is_danger],
        recipients=_recipients(compiled),
    )


@blueprint.post("/cases/<reference>/danger")
@open_to(SIGNED_IN)
@never_limited
def alert(reference: str) -> ResponseReturnValue:
    """Send the alert."""
    engine = current_engine()
    opened = send_message(engine, required_actor(), reference, DANGER_MESSAGE)
    list_danger_at_once(engine)
    return redirect(url_for(".show_alert", reference=reference, user_task_id=opened[0]))


@blueprint.get("/cases/<reference>/danger/<uuid:user_task_id>")
@open_to(SIGNED_IN)
@never_limited
def show_alert(reference: str, user_task_id: uuid.UUID) -> ResponseReturnValue:
    """Say who has been told, who has seen it, and whom to telephone."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        task = load_task(engine, work, actor, user_task_id)
        found = list_alert_notices(engine, work, actor, task.reference, user_task_id)
    notices = [present_notice(notice, engine.clock.now()) for notice in found]
    return render_template(
        "pages/danger_sent.html",
        reference=reference,
        user_task_id=user_task_id,
        sent_at=task.opened_at,
        notices=notices,
        groups=list(dict.fromkeys(group for notice in notices for group in notice.groups)),
        is_delivered=not any(notice.missing for notice in notices),
        nobody_told=bool(found) and all(notice.reached_nobody for notice in found),
        may_act=task.may_do,
    )


def _recipients(compiled: CompiledBundle) -> str:
    """Return who an alert tells, as the diagram says it."""
    process_id = compiled.library.message_starts[DANGER_MESSAGE]
    texts = [
        element.properties.get("recipients", "")
        for element in compiled.library.elements(process_id)
    ]
    roles = [
        role_in_words(recipient.role)
        for text in texts
        if text and not text.startswith("=")
        for recipient in parse_recipients(text)
    ]
    return listed([f"the {role}" for role in dict.fromkeys(roles)])
