"""The directory's people and their roles, as administrators see them."""

from marshmallow import fields, validate

from api.schemas.base import Instant, PageQuerySchema, PageSchema, StrictBoolean, StrictSchema, Text
from api.schemas.directory import REASON, STAYS
from engine.directory.act import MOST_REASON
from engine.queries.leaver_tasks import Left
from engine.vocabulary import Role


class ReasonSchema(StrictSchema):
    """Why something is done."""

    reason = Text(required=True, least=1, most=MOST_REASON, metadata={"description": REASON})


class PeopleQuerySchema(PageQuerySchema):
    """Which people."""

    name = Text(load_default="", metadata={"description": "A part of the name or the address."})
    agency = Text(load_default="")
    role = fields.String(load_default="", validate=validate.OneOf(["", *Role]))
    has_left = fields.Boolean(load_default=False)


class DirectoryRoleSchema(StrictSchema):
    """A role with its dates."""

    id = fields.Integer(required=True)
    role = fields.String(required=True)
    agency_key = fields.String(required=True)
    agency_name = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True, allow_none=True)
    is_over = fields.Boolean(required=True)
    is_coming = fields.Boolean(required=True)
    may_end = fields.Boolean(required=True)


class DirectoryPersonSchema(StrictSchema):
    """A person."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    telephone = fields.String(required=True, allow_none=True)
    can_log_in = fields.Boolean(required=True)
    has_password = fields.Boolean(required=True)
    away_until = fields.AwareDateTime(required=True, allow_none=True)
    is_own = fields.Boolean(
        required=True,
        metadata={"description": "Whether you may change name, address and log-in."},
    )
    roles = fields.List(fields.Nested(DirectoryRoleSchema), required=True)


class PeoplePageSchema(PageSchema):
    """A page of people."""

    items = fields.List(fields.Nested(DirectoryPersonSchema), attribute="rows", required=True)


class ChangedPersonSchema(StrictSchema):
    """A person, changed: they stay the same person."""

    email = Text(load_default="", most=254, metadata={"description": STAYS})
    name = Text(load_default="", metadata={"description": STAYS})
    telephone = Text(
        load_default="", allow_none=True, metadata={"description": f"Null: it goes. {STAYS}"}
    )
    reason = Text(load_default="", most=MOST_REASON, metadata={"description": REASON})


class NewRoleSchema(StrictSchema):
    """A role for somebody, who may be new."""

    email = Text(required=True, most=254)
    name = Text(load_default="", metadata={"description": "For somebody who is new."})
    telephone = Text(load_default="")
    agency = Text(required=True)
    role = fields.String(required=True, validate=validate.OneOf(list(Role)))
    starts_at = Instant(load_default=None, allow_none=True)
    ends_at = Instant(load_default=None, allow_none=True)
    reason = Text(load_default="", most=MOST_REASON, metadata={"description": REASON})


class RoleEndSchema(StrictSchema):
    """When a role ends."""

    ends_at = Instant(
        required=True,
        allow_none=True,
        metadata={"description": "A time that has gone by: now. Null: it goes on without an end."},
    )
    reason = Text(
        load_default="",
        most=MOST_REASON,
        metadata={"description": f"Needed for an end. {REASON}"},
    )


class LeavingSchema(ReasonSchema):
    """Somebody leaves."""

    ends_log_in = StrictBoolean(required=True)


class LeftTaskSchema(StrictSchema):
    """An open step that somebody would leave."""

    user_task_id = fields.UUID(required=True)
    process_instance_id = fields.UUID(required=True)
    reference = fields.String(required=True)
    name = fields.String(required=True)
    stage = fields.String(required=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    why = fields.String(required=True, validate=validate.OneOf(list(Left)))


class LeftTasksSchema(StrictSchema):
    """What somebody would leave open, at most a hundred steps."""

    items = fields.List(fields.Nested(LeftTaskSchema), required=True)


class InvitationSchema(StrictSchema):
    """Where somebody chooses a password: once, within seven days."""

    url = fields.String(required=True)
