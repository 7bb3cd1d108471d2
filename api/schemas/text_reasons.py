"""Words of somebody's own, and why something stays in them."""

from typing import Any

from marshmallow import fields

from api.schemas.base import Text

MOST_WORDS = 10_000
"""Characters: more than such a text may have. Its form says it in words, and asks for less."""


class ReasonsForText(fields.Dict):
    """Why something in the text stays that looks like personal data."""

    def __init__(self, **kwargs: Any) -> None:
        """Take nothing for no reasons."""
        super().__init__(
            keys=fields.String(),
            values=Text(),
            load_default=dict,
            metadata={
                "description": "Under `comment_text`, why something stays that looks like "
                "personal data: 10 to 300 characters."
            },
            **kwargs,
        )
