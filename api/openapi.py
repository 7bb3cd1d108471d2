"""The JSON API as a whole: its OpenAPI document and its errors."""

from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response
from flask_smorest import Api
from typing_extensions import override
from werkzeug.exceptions import HTTPException

from api.errors import PROBLEM_TYPE, answer_http_error
from api.resources import RESOURCES
from api.schemas.problems import ProblemSchema

CONFIGURATION = {
    "API_TITLE": "Concord",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_SPEC_OPTIONS": {
        "security": [{"token": []}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    },
}


class ConcordApi(Api):  # type: ignore[misc]
    """Flask-smorest with problem+json."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_RESPONSE_CONTENT_TYPE = "application/json"

    @override
    def _register_responses(self) -> None:
        # Flask-smorest documents errors with the content type of good answers.
        ordinary = self.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_TYPE
        try:
            super()._register_responses()
        finally:
            self.DEFAULT_RESPONSE_CONTENT_TYPE = ordinary

    @override
    def handle_http_exception(self, error: HTTPException) -> Response:
        return answer_http_error(error)


def set_up_api(app: Flask) -> None:
    """Register every resource of the API."""
    app.config.update(CONFIGURATION)
    api = ConcordApi(app, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(_schema_name)})
    for resource in RESOURCES:
        api.register_blueprint(resource)


def _schema_name(schema: Any) -> str:
    schema_class = schema if isinstance(schema, type) else type(schema)
    return str(schema_class.__name__).removesuffix("Schema")
