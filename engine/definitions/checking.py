"""Runs the deployment checks."""

import logging
from collections.abc import Iterator, Mapping
from itertools import islice

from engine.definitions import engine_reading
from engine.definitions.checks import CHECKS, Check
from engine.definitions.problem import Problem
from engine.definitions.subject import Subject, read_subject

_log = logging.getLogger(__name__)
_MAX_PROBLEMS = 1_000


def check_files(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Check files by path; errors first, then in the order of files and lines.

    Never raises, whatever the bytes.
    """
    return check_subject(read_subject(files))


def check_subject(subject: Subject) -> tuple[Problem, ...]:
    """Check files that were already read."""
    problems = {problem for check in CHECKS for problem in _run(check, subject)}
    if not any(problem.is_error for problem in problems):
        problems.update(_run(engine_reading, subject))
    return tuple(sorted(problems, key=_place)[:_MAX_PROBLEMS])


def _run(check: Check, subject: Subject) -> Iterator[Problem]:
    try:
        yield from islice(check.check(subject), _MAX_PROBLEMS)
    except Exception:  # noqa: BLE001 - see the comment
        # A file that nobody thought of must not stop the other checks, nor be deployed unchecked.
        _log.exception("Deployment check %s failed", check.NAME)
        yield Problem(
            check=check.NAME,
            severity="error",
            file="",
            element_id=None,
            line=None,
            message=f"The check “{check.NAME}” could not be finished.",
            remedy="Put the other problems right first. If it stays, tell the administrators.",
        )


def _place(problem: Problem) -> tuple[bool, str, int, str, str]:
    return (
        not problem.is_error,
        problem.file,
        problem.line or 0,
        problem.check,
        problem.message,
    )
