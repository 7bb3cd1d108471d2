"""Tells those who may approve a draft that it waits for one of them."""

from engine.access import Actor
from engine.context import Engine
from engine.notifications.letter import Letter
from engine.notifications.personal_letters import queue_letter
from engine.persistence.procedure_drafts import ProcedureDraft
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.waiting_drafts import list_deciders


def tell_deciders(engine: Engine, work: UnitOfWork, actor: Actor, draft: ProcedureDraft) -> None:
    """Queue an e-mail for everybody who may decide about a draft that was just submitted.

    The note stays in the workshop: it may say more than belongs into an e-mail.
    """
    paragraphs = (
        f"{actor.name} submitted the draft “{draft.title}” (edition {draft.edition}) for review.",
        "Somebody else has to approve it before it can be published: you or a colleague.",
        f"{engine.settings.base_url}/workshop/drafts/{draft.id}",
    )
    letter = Letter(f"Concord: a draft waits for approval: {draft.title}", "\n\n".join(paragraphs))
    queue_letter(
        engine, work, list_deciders(work, draft, actor.person_id, engine.clock.now()), letter
    )
