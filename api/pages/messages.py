"""Messages other than danger: what one is for, and one button to send it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.access import Actor
from engine.errors import NotFoundError
from engine.queries.case_details import CaseDetails, load_case
from engine.queries.messages import CaseMessage, list_messages, takes_messages
from engine.queries.tasks import load_task
from engine.runtime.messages import send_message

blueprint = Blueprint("pages_messages", __name__)

SENT = "Sent: {label}. The case goes on meanwhile."


@blueprint.get("/cases/<reference>/messages/<name>")
@open_to(SIGNED_IN)
def show_message(reference: str, name: str) -> ResponseReturnValue:
    """Say what the message is for, and ask whether to send it."""
    case, message = _find(required_actor(), reference, name)
    return render_template(
        "pages/message.html",
        reference=reference,
        message=message,
        paragraphs=message.help.split("\n\n"),
        has_begun=case.raised_at is not None,
        has_ended=case.ended_at is not None,
        can_send=takes_messages(case),
    )


@blueprint.post("/cases/<reference>/messages/<name>")
@open_to(SIGNED_IN)
def send(reference: str, name: str) -> ResponseReturnValue:
    """Send the message, and go on to what it asks of the sender."""
    engine, actor = current_engine(), required_actor()
    _, message = _find(actor, reference, name)
    opened = send_message(engine, actor, reference, name)
    flash(SENT.format(label=message.label), "success")
    with reading() as work:
        tasks = [load_task(engine, work, actor, task_id) for task_id in opened]
    mine = next((task for task in tasks if task.may_do), None)
    if mine is not None:
        return redirect(url_for("pages_tasks.show_task", user_task_id=mine.id))
    return redirect(url_for("pages_cases.show_case", reference=reference))


def _find(actor: Actor, reference: str, name: str) -> tuple[CaseDetails, CaseMessage]:
    """Return a case that has reached the actor, and the message.

    Raises:
        NotFoundError: there is no such case for the actor, or its procedure has no such message.
    """
    engine = current_engine()
    with reading() as work:
        case = load_case(engine, work, actor, reference)
        compiled = engine.definitions.compiled(work, case.process_definition_id)
    for message in list_messages(compiled):
        if message.name == name:
            return case, message
    raise NotFoundError("message", name)
