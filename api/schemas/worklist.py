"""The inbox: its rows and counts, and filters that people keep."""

from marshmallow import fields

from api.schemas.base import PageQuerySchema, PageSchema, StrictBoolean, StrictSchema, Text
from api.schemas.user_tasks import UserTaskRowSchema
from engine.queries.worklist_filter import View
from engine.queries.worklist_order import Due

VIEW = {
    "description": "`team`: what you may do, alone or as one of a group. `mine`: what you have "
    "claimed, and what is open to you by name. `waiting`: what others have to do in cases that "
    "you raised or did a step in. `done`: what you did; `team-done`: what was done for one of your "
    "groups. The last two have no filters."
}
DUE = {
    "description": "`today` and `week` are still to come until midnight or Sunday in London, "
    "`later` is after today, `none` has no time limit."
}
STAGE = {"description": "The id of a stage."}
AREA = {"description": "The key of the area where the child lives."}
AGENCY = {"description": "The key of an agency in the case."}
UNCLAIMED = {"description": "Only those on which nobody works."}


class WorkRowSchema(UserTaskRowSchema):
    """One user task in an inbox."""

    part = fields.Enum(
        Due,
        by_value=True,
        allow_none=True,
        metadata={"description": "The part of the inbox; null once the task is closed."},
    )
    other_agencies = fields.List(
        fields.String(),
        metadata={"description": "The agencies of the disagreement that are not yours."},
    )
    completed_by_name = fields.String(allow_none=True)


class WorkQuerySchema(PageQuerySchema):
    """Which user tasks."""

    view = fields.Enum(View, by_value=True, load_default=View.TEAM, metadata=VIEW)
    due = fields.Enum(Due, by_value=True, load_default=None, metadata=DUE)
    stage = Text(load_default="", metadata=STAGE)
    area = Text(load_default="", metadata=AREA)
    agency = Text(load_default="", metadata=AGENCY)
    unclaimed = fields.Boolean(
        load_default=False, truthy={"true"}, falsy={"false"}, metadata=UNCLAIMED
    )


class CountSchema(StrictSchema):
    """A number of tasks, counted no further than it helps."""

    number = fields.Integer(required=True, metadata={"description": "At most 99."})
    is_more = fields.Boolean(required=True, metadata={"description": "There are more than that."})


class WorkPageSchema(PageSchema):
    """A page of user tasks."""

    items = fields.List(fields.Nested(WorkRowSchema), attribute="rows")
    previous_cursor = fields.String(
        allow_none=True, metadata={"description": "Null on the first page."}
    )
    count = fields.Nested(
        CountSchema,
        allow_none=True,
        metadata={
            "description": "How many tasks fit, on the first page of open tasks; otherwise null."
        },
    )
    is_cut_off = fields.Boolean(
        metadata={
            "description": "A filter has looked through 500 tasks: more may fit behind them, and "
            "the next page goes on there."
        }
    )


class WorkCountsSchema(StrictSchema):
    """How much is in the inbox."""

    team = fields.Nested(CountSchema, required=True)
    danger = fields.Nested(CountSchema, required=True)
    overdue = fields.Nested(CountSchema, required=True)
    mine = fields.Nested(CountSchema, required=True)
    waiting = fields.Nested(CountSchema, required=True)


class TaskFilterSchema(StrictSchema):
    """A filter of the inbox."""

    view = fields.Enum(View, by_value=True, load_default=View.TEAM, metadata=VIEW)
    due = fields.Enum(Due, by_value=True, load_default=None, allow_none=True, metadata=DUE)
    stage = Text(load_default="", metadata=STAGE)
    area = Text(load_default="", metadata=AREA)
    agency = Text(load_default="", metadata=AGENCY)
    unclaimed = StrictBoolean(load_default=False, metadata=UNCLAIMED)


class SaveFilterSchema(StrictSchema):
    """A filter to keep under a name."""

    name = Text(required=True, metadata={"description": "At most 60 characters."})
    filter = fields.Nested(TaskFilterSchema, required=True)


class RenameFilterSchema(StrictSchema):
    """Another name."""

    name = Text(required=True, metadata={"description": "At most 60 characters."})


class SavedFilterSchema(StrictSchema):
    """A filter under its name."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    filter = fields.Nested(TaskFilterSchema, required=True, attribute="wanted")


class SavedFiltersSchema(StrictSchema):
    """All that a person has kept, at most 20, by name."""

    items = fields.List(fields.Nested(SavedFilterSchema), required=True)
