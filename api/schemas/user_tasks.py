"""User tasks."""

from marshmallow import fields

from api.schemas.base import StrictBoolean, StrictSchema


class UserTaskRowSchema(StrictSchema):
    """One user task in a list."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    element_id = fields.String(required=True)
    name = fields.String(required=True)
    stage = fields.String(required=True)
    stage_title = fields.String(required=True)
    state = fields.String(required=True)
    is_danger = fields.Boolean(required=True)
    opened_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(allow_none=True)
    is_overdue = fields.Boolean(required=True)
    role = fields.String(required=True)
    agency_side = fields.String(required=True)
    is_on_hold = fields.Boolean(
        metadata={"description": "An administrator holds it: nobody can complete it now."}
    )
    waiting_agencies = fields.List(fields.String())
    claimed_by_name = fields.String(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)


class DoerSchema(StrictSchema):
    """Who may do a task."""

    role = fields.String(required=True)
    agency_key = fields.String(required=True)
    agency_name = fields.String(required=True)
    person_name = fields.String(
        allow_none=True, metadata={"description": "Null: every member of the group."}
    )


class ClauseSchema(StrictSchema):
    """The clause of the policy that a task comes from."""

    id = fields.String(required=True)
    paraphrase = fields.String(required=True)


class OtherDraftSchema(StrictSchema):
    """What somebody else has typed into the same task."""

    person_name = fields.String(required=True)
    agency_name = fields.String(required=True)
    answers = fields.Dict(required=True)
    saved_at = fields.AwareDateTime(required=True)


class StatedTextSchema(StrictSchema):
    """One answer in somebody's own words."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    text = fields.String(required=True)
    kept_reason = fields.String(
        required=True,
        metadata={"description": "Why something stays that looks like personal data, or empty."},
    )


class StatementSchema(StrictSchema):
    """What an agency said at one step, or what was written down there as its view."""

    task_id = fields.UUID(required=True)
    element_id = fields.String(required=True)
    task_name = fields.String(required=True)
    stage_title = fields.String(required=True)
    person_name = fields.String(required=True)
    written_for = fields.String(
        required=True,
        metadata={"description": "The writer's agency: at a joint step it may be the other one."},
    )
    written_at = fields.AwareDateTime(required=True)
    is_joint = fields.Boolean(
        required=True, metadata={"description": "Recorded for both; it shows nobody's own view."}
    )
    is_withheld = fields.Boolean(
        required=True, metadata={"description": "To be read when your own agency has answered."}
    )
    texts = fields.List(fields.Nested(StatedTextSchema), required=True)


class PositionSchema(StrictSchema):
    """What one agency of the case has said, the newest first."""

    agency_key = fields.String(required=True)
    agency_name = fields.String(required=True)
    side = fields.String(
        required=True, metadata={"description": "`raising`, `receiving` or `other`."}
    )
    statements = fields.List(fields.Nested(StatementSchema), required=True)


class TaskFormSchema(StrictSchema):
    """The form of an open task, for somebody who may do it."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    definition = fields.Dict(required=True, metadata={"description": "The form, as form-js JSON."})
    context = fields.Dict(
        required=True,
        metadata={"description": "The values and lists that the form's expressions name."},
    )
    answers = fields.Dict(required=True, metadata={"description": "Your draft."})
    leftovers = fields.Dict(
        required=True,
        metadata={"description": "Those of your draft's answers that this form cannot show."},
    )
    draft_saved_at = fields.AwareDateTime(allow_none=True)
    late_definition = fields.Dict(
        allow_none=True,
        metadata={
            "description": "Questions beside the form, as form-js JSON, once the time limit has "
            "passed: a completion answers them when it is late. Null while there is time."
        },
    )


class UserTaskSchema(StrictSchema):
    """One user task."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    process_definition_id = fields.Integer(required=True)
    element_id = fields.String(required=True)
    name = fields.String(required=True)
    documentation = fields.String(required=True, metadata={"description": "What to do."})
    clauses = fields.List(fields.Nested(ClauseSchema))
    stage = fields.String(required=True)
    stage_title = fields.String(required=True)
    state = fields.String(required=True)
    is_danger = fields.Boolean(required=True)
    opened_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(allow_none=True)
    due_reason = fields.String(
        metadata={"description": "The time limit that the due time comes from, in words."}
    )
    due_counting = fields.String(
        allow_none=True,
        metadata={
            "description": "`elapsed` (nights and weekends count) or `working-days`; null when "
            "there is no limit, or the diagram does not say."
        },
    )
    is_overdue = fields.Boolean(required=True)
    role = fields.String(required=True)
    agency_side = fields.String(required=True)
    agency_key = fields.String(allow_none=True)
    doers = fields.List(fields.Nested(DoerSchema))
    may_do = fields.Boolean(required=True)
    claimed_by_name = fields.String(allow_none=True)
    claimed_at = fields.AwareDateTime(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    completed_by_name = fields.String(allow_none=True)
    completed_for_name = fields.String(allow_none=True)
    other_drafts = fields.List(fields.Nested(OtherDraftSchema))
    positions = fields.List(
        fields.Nested(PositionSchema),
        metadata={"description": "Both sides, as far as you may read what they sent."},
    )
    form_key = fields.String(required=True)
    form = fields.Nested(
        TaskFormSchema,
        allow_none=True,
        metadata={"description": "Null when the task is closed, or is for somebody else."},
    )


class ClaimSchema(StrictSchema):
    """How to claim."""

    take_over = StrictBoolean(
        load_default=False, metadata={"description": "Also when a colleague has claimed it."}
    )


class AnswersSchema(StrictSchema):
    """Answers to a form, by the keys of its fields."""

    answers = fields.Dict(keys=fields.String(), required=True)


class DraftSchema(AnswersSchema):
    """Answers that are not sent yet."""

    seen_at = fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "When the draft was saved that these answers go on from. With it, one "
            "that was saved since is not overwritten."
        },
    )


class SubmitSchema(AnswersSchema):
    """Answers, and what is said beside them."""

    kept_reasons = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata={
            "description": "By question: why something stays that looks like personal data, or "
            "like a case that exists."
        },
    )
    link_to_open_case = StrictBoolean(
        load_default=False,
        metadata={
            "description": "Link this case with the open one that has the same case number: the "
            "child is the same, the difference is another."
        },
    )
    late_reason = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "Why it was late; wanted when a time limit was not kept."},
    )
    late_words = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "More about it; wanted for the reason `other`."},
    )


class JoinedSchema(StrictSchema):
    """The case that was joined."""

    reference = fields.String(required=True)


class SavedDraftSchema(StrictSchema):
    """When a draft was saved."""

    saved_at = fields.AwareDateTime(required=True)


class OpenedTaskSchema(StrictSchema):
    """A user task that a completion has opened."""

    id = fields.UUID(required=True)
    element_id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    agency_side = fields.String(required=True)
    due_at = fields.AwareDateTime(allow_none=True)


class CompletionSchema(StrictSchema):
    """What completing a user task has led to."""

    reference = fields.String(required=True)
    completed_task_name = fields.String(required=True)
    opened = fields.List(fields.Nested(OpenedTaskSchema))
    ended = fields.Boolean(required=True)
    outcome = fields.String(allow_none=True)
