"""Errors in the shape of RFC 9457."""

from marshmallow import INCLUDE, Schema, fields


class OpenCaseSchema(Schema):
    """The open case about the same child."""

    reference = fields.String(
        allow_none=True, metadata={"description": "Null: you do not see that case."}
    )
    stage_title = fields.String(required=True)
    raised_at = fields.AwareDateTime(required=True)


class WrongFieldSchema(Schema):
    """One wrong field."""

    key = fields.String(required=True, metadata={"description": "The field, as a path."})
    message = fields.String(required=True, metadata={"description": "What is wrong with it."})
    kind = fields.String(
        metadata={
            "description": "Of a question: `name`, `birth_date`, `nhs_number` or `open_case`."
        }
    )
    words = fields.List(
        fields.String(), metadata={"description": "Of a question: the passages that were found."}
    )
    open_case = fields.Nested(OpenCaseSchema)


class ProblemSchema(Schema):
    """A refusal. Some codes carry more facts, for example who and when."""

    class Meta:
        """Marshmallow's options: further facts depend on the code."""

        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "Stable word for programs."})
    detail = fields.String(required=True, metadata={"description": "A sentence for people."})
    errors = fields.List(fields.Nested(WrongFieldSchema))
