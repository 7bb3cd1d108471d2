"""How the API reads requests, and what its blueprints share."""

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from flask import Request
from flask_smorest import Blueprint
from marshmallow import RAISE
from typing_extensions import override
from webargs.core import missing
from webargs.flaskparser import FlaskParser, is_json_request

from api.errors import PROBLEM_TYPE
from api.schemas.problems import ProblemSchema

View = TypeVar("View", bound=Callable[..., Any])


class StrictJsonParser(FlaskParser):
    """Reads JSON with orjson: no NaN, no half characters, no endless nesting."""

    # A misspelt filter must not give the whole list.
    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - as webargs declares it
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
    }

    @override
    def _raw_load_json(self, req: Request) -> Any:
        body = req.get_data(cache=True)
        if not body or not is_json_request(req):
            return missing
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            return self._handle_invalid_json_error(error, req)


class Resource(Blueprint):  # type: ignore[misc]
    """A part of the API under `/v1`."""

    ARGUMENTS_PARSER = StrictJsonParser()

    @override
    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, __name__, url_prefix="/v1", description=description)

    def refuses(self, *statuses: int) -> Callable[[View], View]:
        """Document the refusals of a view."""

        def document(view: View) -> View:
            for status in statuses:
                view = self.alt_response(status, schema=ProblemSchema, content_type=PROBLEM_TYPE)(
                    view
                )
            return view

        return document
