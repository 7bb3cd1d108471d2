"""Errors in the shape of RFC 9457."""

from marshmallow import INCLUDE, Schema, fields


class WrongFieldSchema(Schema):
    """One wrong field."""

    key = fields.String(required=True, metadata={"description": "The field, as a path."})
    message = fields.String(required=True, metadata={"description": "What is wrong with it."})


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
