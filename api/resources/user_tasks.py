"""User tasks: the list, one with its form, claim, draft, completion."""

from datetime import datetime
from typing import Any
from uuid import UUID

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.base import IdempotencySchema
from api.schemas.user_tasks import (
    AnswersSchema,
    ClaimSchema,
    CompletionSchema,
    DraftSchema,
    JoinedSchema,
    SavedDraftSchema,
    SubmitSchema,
    UserTaskSchema,
)
from api.schemas.worklist import WorkCountsSchema, WorkPageSchema, WorkQuerySchema
from api.task_documents import task_document
from engine.queries.tasks import load_task
from engine.queries.worklist import WorkPage, list_open_tasks
from engine.queries.worklist_counts import Count, count_open_tasks, count_tasks
from engine.queries.worklist_done import list_done_tasks
from engine.queries.worklist_filter import DONE_VIEWS, TaskFilter, View
from engine.runtime.claims import claim_user_task, release_user_task
from engine.runtime.closing import take_back
from engine.runtime.completion import Completion
from engine.runtime.drafts import save_draft
from engine.runtime.joining import join_open_case
from engine.runtime.remarks import Remarks
from engine.runtime.user_tasks import complete_user_task

user_tasks = Resource("user-tasks", "What people are asked to do.")


@user_tasks.route("/user-tasks", methods=["GET"])
@open_to(SIGNED_IN)
@user_tasks.arguments(WorkQuerySchema, location="query")
@user_tasks.response(200, WorkPageSchema)
@user_tasks.refuses(401, 422)
def show_list(query: dict[str, Any]) -> WorkPage:
    """List open tasks, danger first, then by due time; or done ones, the last first.

    A cursor may be `next_cursor` or `previous_cursor` of a page of the same view and filters.
    """
    engine, actor = current_engine(), required_actor()
    place = {"limit": query.pop("limit"), "cursor": query.pop("cursor")}
    wanted = TaskFilter(**query)
    with reading() as work:
        if wanted.view in DONE_VIEWS:
            return list_done_tasks(engine, work, actor, view=wanted.view, **place)
        return list_open_tasks(engine, work, actor, wanted=wanted, **place)


@user_tasks.route("/user-tasks/counts", methods=["GET"])
@open_to(SIGNED_IN)
@user_tasks.response(200, WorkCountsSchema)
@user_tasks.refuses(401)
def show_counts() -> dict[str, Count]:
    """Say how much is in your inbox; nothing is counted beyond 99."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        counts = count_open_tasks(engine, work, actor)
        return {
            "team": counts.open,
            "danger": counts.danger,
            "overdue": counts.overdue,
            "mine": count_tasks(work, actor, View.MINE),
            "waiting": count_tasks(work, actor, View.WAITING),
        }


@user_tasks.route("/user-tasks/<uuid:user_task_id>", methods=["GET"])
@open_to(SIGNED_IN)
@user_tasks.response(200, UserTaskSchema)
@user_tasks.refuses(401, 404)
def show(user_task_id: UUID) -> dict[str, Any]:
    """Show one task with its form, its due time and where that comes from."""
    engine = current_engine()
    with reading() as work:
        return task_document(engine, work, required_actor(), user_task_id)


@user_tasks.route("/user-tasks/<uuid:user_task_id>/claim", methods=["PUT"])
@open_to(SIGNED_IN)
@user_tasks.arguments(ClaimSchema, required=False)
@user_tasks.response(204)
@user_tasks.refuses(401, 403, 404, 409, 422)
def claim(body: dict[str, bool], user_task_id: UUID) -> None:
    """Claim a task, so that colleagues see who is working on it."""
    claim_user_task(current_engine(), required_actor(), user_task_id, take_over=body["take_over"])


@user_tasks.route("/user-tasks/<uuid:user_task_id>/claim", methods=["DELETE"])
@open_to(SIGNED_IN)
@user_tasks.response(204)
@user_tasks.refuses(401, 403, 404, 409)
def release(user_task_id: UUID) -> None:
    """Give your claim back."""
    release_user_task(current_engine(), required_actor(), user_task_id)


@user_tasks.route("/user-tasks/<uuid:user_task_id>/draft", methods=["PUT"])
@open_to(SIGNED_IN)
@user_tasks.arguments(DraftSchema)
@user_tasks.response(200, SavedDraftSchema)
@user_tasks.refuses(401, 403, 404, 409, 422)
def keep_draft(body: dict[str, Any], user_task_id: UUID) -> dict[str, datetime]:
    """Keep what has been typed so far; nothing is validated."""
    engine, actor, answers = current_engine(), required_actor(), body["answers"]
    saved_at = save_draft(engine, actor, user_task_id, answers, seen=body["seen_at"])
    return {"saved_at": saved_at}


@user_tasks.route("/user-tasks/<uuid:user_task_id>/completion", methods=["POST"])
@open_to(SIGNED_IN)
@user_tasks.arguments(SubmitSchema)
@user_tasks.arguments(IdempotencySchema, location="headers")
@user_tasks.response(200, CompletionSchema)
@user_tasks.refuses(401, 403, 404, 409, 422, 500)
def complete(
    body: dict[str, Any], headers: dict[str, str | None], user_task_id: UUID
) -> Completion:
    """Complete a task with the answers to its form; what is open now comes back.

    422 lists every wrong field; 409 says who moved the task on, and when. The text is kept.
    """
    return complete_user_task(
        current_engine(),
        required_actor(),
        user_task_id,
        body["answers"],
        remarks=Remarks(**{name: body[name] for name in body.keys() - {"answers"}}),
        idempotency_key=headers["idempotency_key"],
    )


@user_tasks.route("/user-tasks/<uuid:user_task_id>/joining", methods=["POST"])
@open_to(SIGNED_IN)
@user_tasks.arguments(AnswersSchema)
@user_tasks.response(200, JoinedSchema)
@user_tasks.refuses(401, 403, 404, 409, 422)
def join(body: dict[str, Any], user_task_id: UUID) -> dict[str, str]:
    """Join the open case with the same case number, in place of raising another.

    You see that case from now on; the one that you were about to raise is closed as a duplicate.
    """
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        own = load_task(engine, work, actor, user_task_id).reference
    joined = join_open_case(engine, actor, user_task_id, body["answers"])
    take_back(engine, actor, own, joined=joined)
    return {"reference": joined}
