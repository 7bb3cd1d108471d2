"""The JSON API as a whole: its OpenAPI document and its errors."""

from threading import Lock
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response
from flask_smorest import Api, Blueprint
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
    """Flask-smorest with problem+json, and a document that is written when it is first read."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_RESPONSE_CONTENT_TYPE = "application/json"

    def __init__(self, app: Flask, **options: Any) -> None:
        """Serve the document of an app."""
        self._untold: list[Blueprint] = []
        self._telling = Lock()
        super().__init__(app, **options)

    @override
    def register_blueprint(self, blp: Blueprint) -> None:
        # The routes now. To tell of them takes longer than all else at a start.
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp)
        self._untold.append(blp)

    @override
    def _openapi_json(self) -> Response:
        with self._telling:
            while self._untold:
                told = self._untold.pop(0)
                told.register_views_in_doc(
                    self, self._app, self.spec, name=told.name, parameters=None
                )
                self.spec.tag({"name": told.name, "description": told.description})
        answer: Response = super()._openapi_json()
        return answer

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
