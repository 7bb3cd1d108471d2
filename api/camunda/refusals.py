"""Refusals as Camunda's engine words them, so that the Modeler shows them.

The Modeler shows `message` alone, and takes it for a fault of the diagram only when it begins with
the very words of `PARSE_ERROR`.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

from flask import Response, jsonify
from werkzeug.exceptions import HTTPException

from api import errors
from engine.definitions.problem import Problem
from engine.errors import DeploymentRefusedError, EngineError, InputRefusedError

PARSE_ERROR = "ENGINE-09005 Could not parse BPMN process. Errors: "
MOST_SHOWN = 20
PARSE_CODE = 22
"""Camunda's own number for a diagram that cannot be parsed."""
TYPES: Mapping[int, str] = {
    HTTPStatus.UNAUTHORIZED: "AuthenticationException",
    HTTPStatus.FORBIDDEN: "AuthorizationException",
}


def refusal(status: int, kind: str, message: str, **more: object) -> Response:
    """Return a refusal in the shape of Camunda's."""
    answer = jsonify(type=kind, message=message, code=more.pop("code", 0), **more)
    answer.status_code = status
    return answer


def answer_engine_error(error: EngineError) -> Response:
    """Answer what the engine refuses: faults of the diagram by element and line."""
    if isinstance(error, DeploymentRefusedError):
        problems = [one for one in error.problems if isinstance(one, Problem)]
        return _faulty(problems, str(error))
    if isinstance(error, InputRefusedError):
        return refusal(400, "ParseException", f"{PARSE_ERROR}{error}", code=PARSE_CODE, details={})
    status = errors.STATUS[error.code]
    return refusal(status, TYPES.get(status, "RestException"), str(error))


def answer_http_error(error: HTTPException) -> Response:
    """Answer what the web server refuses: no log-in, too large, too often."""
    answer = errors.answer_http_error(error)
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return answer
    status = error.code
    message = errors.message_of(HTTPStatus(status), error)
    changed = refusal(status, TYPES.get(status, "RestException"), message)
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in answer.headers:
            changed.headers[name] = answer.headers[name]
    return changed


def answer_unexpected(error: Exception) -> Response:
    """Answer a failure of ours with a reference for support, and nothing of what went on inside."""
    answer = errors.answer_unexpected(error)
    said = cast("dict[str, Any]", answer.get_json())
    return refusal(500, "RestException", f"{said['detail']} Reference: {said['reference']}.")


def _faulty(problems: Sequence[Problem], otherwise: str) -> Response:
    shown = [_line(problem) for problem in problems[:MOST_SHOWN]] or [otherwise]
    if len(problems) > MOST_SHOWN:
        shown.append(f"… and {len(problems) - MOST_SHOWN} more.")
    message = PARSE_ERROR + "\n".join(f"* {line}" for line in shown)
    return refusal(400, "ParseException", message, code=PARSE_CODE, details=details_of(problems))


def details_of(problems: Sequence[Problem]) -> dict[str, dict[str, list[dict[str, object]]]]:
    """Return problems by file, as Camunda's engine lists them."""
    found: dict[str, dict[str, list[dict[str, object]]]] = {}
    for problem in problems:
        of_file = found.setdefault(problem.file, {"errors": [], "warnings": []})
        of_file["errors" if problem.is_error else "warnings"].append(
            {
                "message": f"{problem.message} {problem.remedy}",
                "line": problem.line or 0,
                "column": 0,
                "mainElementId": problem.element_id,
                "elementIds": [problem.element_id] if problem.element_id else [],
            }
        )
    return found


def _line(problem: Problem) -> str:
    place = [problem.file, f"line {problem.line}" if problem.line else "", problem.element_id or ""]
    return f"{problem.message} {problem.remedy} ({', '.join(filter(None, place))})"
