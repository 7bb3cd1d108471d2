"""Every refusal as an answer: problem+json (RFC 9457) in the API, a page elsewhere."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from http import HTTPStatus
from typing import Any, cast

import structlog
from flask import Flask, Response, current_app, jsonify, make_response, render_template
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from jinja2 import Template
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException

from api.auth import expects_json, is_api_request
from engine.errors import (
    AnswerQuestion,
    AnswersInvalidError,
    AnswersQuestionedError,
    DeploymentRefusedError,
    DraftChangedError,
    DraftMovedOnError,
    EngineError,
    FieldProblem,
    MessageFailedError,
    StepRefusedError,
    TaskClaimedError,
    TaskMovedOnError,
)
from engine.runtime.text_questions import Question

STATUS = {
    "engine_error": HTTPStatus.BAD_REQUEST,
    "settings_wrong": HTTPStatus.INTERNAL_SERVER_ERROR,
    "not_found": HTTPStatus.NOT_FOUND,
    "not_allowed": HTTPStatus.FORBIDDEN,
    "task_moved_on": HTTPStatus.CONFLICT,
    "task_claimed": HTTPStatus.CONFLICT,
    "draft_changed": HTTPStatus.CONFLICT,
    "draft_moved_on": HTTPStatus.CONFLICT,
    "answers_invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "answers_questioned": HTTPStatus.UNPROCESSABLE_ENTITY,
    "step_failed": HTTPStatus.INTERNAL_SERVER_ERROR,
    "message_failed": HTTPStatus.INTERNAL_SERVER_ERROR,
    "deployment_refused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "idempotency_key_reused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "input_refused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "record_not_made": HTTPStatus.SERVICE_UNAVAILABLE,
    "document_not_made": HTTPStatus.SERVICE_UNAVAILABLE,
    "operation_refused": HTTPStatus.CONFLICT,
    "report_not_made": HTTPStatus.SERVICE_UNAVAILABLE,
}
IN_OUR_WORDS = {
    HTTPStatus.UNAUTHORIZED: "Log in, or send a personal token that still holds.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address, or you may not see it.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This method is not possible at this address.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is more than Concord takes at once.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Some values need to be changed.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests. Wait a minute, then try again.",
}
PROBLEM_TYPE = "application/problem+json"
UNEXPECTED = "Something went wrong on our side. Nothing that was saved is lost."
UNAVAILABLE = (
    "Concord cannot save anything at the moment. What was saved before is safe. "
    "Try again in a few minutes"
)
RETRY_AFTER_SECONDS = "30"
STALE_FORM = "This form is no longer valid. Go back, load the page again and send it again."
STALE_DRAFT = (
    "you logged in again after you had opened this page. Your text is still here: save or send it."
)
LOG = structlog.get_logger("concord")


def set_up_errors(app: Flask) -> None:
    """Answer every exception. `HTTPException` comes by way of the API extension."""
    app.register_error_handler(EngineError, answer_engine_error)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(exc.OperationalError, answer_unavailable)
    app.register_error_handler(exc.TimeoutError, answer_unavailable)
    app.register_error_handler(Exception, answer_unexpected)


def answer_engine_error(error: EngineError) -> Response:
    """Answer what the engine refuses."""
    status = STATUS[error.code]
    if expects_json():
        return problem(status, code=error.code, detail=str(error), **_facts(error))
    return _page(status, message=str(error), error=error)


def answer_http_error(error: HTTPException) -> Response:
    """Answer what Flask or one of its extensions refuses."""
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return cast("Response", error.get_response())
    status = HTTPStatus(error.code)
    message = message_of(status, error)
    if expects_json():
        data: Mapping[str, Any] = getattr(error, "data", None) or {}
        problems = list(_wrong_fields(data.get("messages", {})))
        extra = {"errors": problems} if problems else {}
        answer = problem(status, code=_code_of(status), detail=message, **extra)
    else:
        answer = _page(status, message=message, error=error)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers[name] = value
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def answer_unavailable(error: Exception) -> Response:
    """Answer for a database that takes nothing now: its disk is full, or it cannot be reached."""
    LOG.error("database unavailable", exc_info=error)
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if expects_json():
        answer = problem(status, code="service_unavailable", detail=f"{UNAVAILABLE}.")
    else:
        answer = _page(status, message=f"{UNAVAILABLE}.")
    answer.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return answer


def answer_unexpected(error: Exception) -> Response:
    """Answer a failure of ours: a reference for support, nothing of what went on inside."""
    reference = secrets.token_hex(4).upper()
    LOG.error("unexpected failure", reference=reference, exc_info=error)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if expects_json():
        return problem(status, code="unexpected", detail=UNEXPECTED, reference=reference)
    return _page(status, message=UNEXPECTED, reference=reference)


def problem(status: HTTPStatus, *, code: str, detail: str, **extra: object) -> Response:
    """Return a problem document."""
    answer = jsonify(
        type="about:blank",
        title=status.phrase,
        status=status.value,
        code=code,
        detail=detail,
        **extra,
    )
    answer.status_code, answer.mimetype = status.value, PROBLEM_TYPE
    return answer


def _code_of(status: HTTPStatus) -> str:
    """Return the stable word for a refusal of HTTP's own: later Pythons rename two of them."""
    renamed = {413: "request_entity_too_large", 422: "unprocessable_entity"}
    return renamed.get(status, status.phrase.lower().replace(" ", "_").replace("-", "_"))


def message_of(status: HTTPStatus, error: HTTPException) -> str:
    """Return what the raiser wrote for people, or our words instead of the library's."""
    if isinstance(error, CSRFError):
        return STALE_DRAFT if expects_json() and not is_api_request() else STALE_FORM
    is_own = error.description != type(error).description and not isinstance(
        error, RateLimitExceeded
    )
    words = error.description if is_own else IN_OUR_WORDS.get(status, status.phrase + ".")
    return words or status.phrase


def _facts(error: EngineError) -> dict[str, object]:
    """Return what a client may want to know beside the sentence."""
    match error:
        case TaskMovedOnError():
            at = None if error.at is None else error.at.isoformat()
            return {"by": error.by, "at": at, "reason": error.reason}
        case TaskClaimedError() | DraftChangedError() | DraftMovedOnError():
            known = {name: getattr(error, name, None) for name in ("by", "revision")}
            told = {name: value for name, value in known.items() if value is not None}
            return {**told, "at": error.at.isoformat()}
        case AnswersInvalidError() | AnswersQuestionedError():
            return {"errors": [answer_fields(problem) for problem in error.errors]}
        case DeploymentRefusedError():
            return {"problems": [problem_fields(found) for found in error.problems]}
        case StepRefusedError() | MessageFailedError():
            return {"incident_id": error.incident_id}
    return {}


def answer_fields(found: FieldProblem | AnswerQuestion) -> dict[str, object]:
    """Return what is wrong with an answer, or asked about it, as JSON."""
    fields: dict[str, object] = {"key": found.key, "message": found.message}
    if not isinstance(found, Question):
        return fields
    fields |= {"kind": found.kind, "words": list(found.words)}
    case = found.open_case
    if case is not None:
        # Who does not see the open case learns its stage and its date, and not which it is.
        fields["open_case"] = {
            "reference": case.reference if case.is_open_to_actor else None,
            "stage_title": case.stage_title,
            "raised_at": case.raised_at.isoformat(),
        }
    return fields


def problem_fields(found: object) -> dict[str, object]:
    """Return a finding of a deployment check as JSON."""
    if is_dataclass(found) and not isinstance(found, type):
        return {key: value for key, value in asdict(found).items() if value is not None}
    return {"message": str(found)}


def _wrong_fields(messages: object, path: str = "") -> Iterator[dict[str, str]]:
    """Yield the fields that the request schema refused, by their path."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            is_place = not path and key in {"json", "query", "headers", "path", "files", "form"}
            yield from _wrong_fields(inner, "" if is_place else f"{path}.{key}".lstrip("."))
    elif isinstance(messages, (list, tuple)):
        yield {"key": path, "message": " ".join(map(str, messages))}
    elif messages:
        yield {"key": path, "message": str(messages)}


def _page(
    status: HTTPStatus, *, message: str, error: Exception | None = None, reference: str = ""
) -> Response:
    """Render the error's own template, or the one for all."""
    templates: list[str | Template] = [f"errors/{status.value}.html", "errors/error.html"]
    said = {"status": status, "message": message, "error": error, "reference": reference}
    try:
        body = render_template(templates, **said)
    except Exception:
        LOG.exception("error page failed")
        return _bare_page(said)
    return make_response(body, status)


def _bare_page(said: Mapping[str, Any]) -> Response:
    """Render what was typed and nothing else: an error page must come, whatever is broken."""
    status = said["status"]
    try:
        # Not `render_template`: what stands around every page may be what is broken.
        body = current_app.jinja_env.get_template("errors/bare.html").render(said)
    except Exception:
        LOG.exception("bare error page failed")
        words = f"{status.phrase}. {said['message']} {said['reference']}".rstrip()
        answer = make_response(f"{words}\n", status)
        answer.mimetype = "text/plain"
        return answer
    return make_response(body, status)
