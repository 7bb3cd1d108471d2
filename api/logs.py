"""Logs: one line per event on standard error. No names, no answers."""

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict


def set_up_logs() -> None:
    """Send what structlog and the standard library log to standard error, warnings and worse.

    Structlog's own default would print local variables, and so people's text, with a failure.
    """
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            tell_where,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def tell_where(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Say which kind of failure came from where, without its message: that may quote people."""
    given = event.pop("exc_info", None)
    failure = sys.exc_info()[1] if given is True else given
    if isinstance(failure, BaseException):
        event["failure"] = " because of ".join(_places(link) for link in _chain(failure))
    return event


def _chain(failure: BaseException | None) -> list[BaseException]:
    if failure is None:
        return []
    return [failure, *_chain(failure.__cause__ or failure.__context__)]


def _places(failure: BaseException) -> str:
    frames = traceback.extract_tb(failure.__traceback__)
    path = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(failure).__name__} at {path}"
