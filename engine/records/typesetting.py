"""Sets a record as an accessible PDF (PDF/UA-1): the same document gives the same bytes.

People's text reaches Typst as data and never as markup. Only our own fonts and those that Typst
carries are used: what a machine has installed changes nothing. Nothing is fetched from anywhere.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from threading import BoundedSemaphore
from typing import Any

import orjson

from engine.errors import RecordNotMadeError
from engine.records import setting_process
from engine.records.blocks import Document
from engine.records.letters import printable

MOST_BYTES = 10_000_000
"""Of text and pictures: far more than any case has, and what a machine can still set."""
LONGEST_WAIT = 10.0
LONGEST_SETTING = 20.0
"""Seconds in which others before this one have to be done, and in which it has to be done."""
NOT_SPELLED = frozenset({"svg", "digits"})
"""Fields that hold no words."""
# Setting takes memory and a processor: one record after the other in each process.
_AT_ONCE = BoundedSemaphore(1)

Spell = Callable[[str], str]


class _CannotBeSetError(Exception):
    """Typst refused: a letter of one font met a mark of another."""


def typeset(document: Document) -> bytes:
    """Return the document as a PDF.

    Raises:
        RecordNotMadeError: it is too long, others are being made, or it could not be set.
    """
    fields = as_data(document)
    if not _AT_ONCE.acquire(timeout=LONGEST_WAIT):
        raise RecordNotMadeError
    try:
        return _set_somehow(fields)
    finally:
        _AT_ONCE.release()


def as_data(document: Document) -> dict[str, Any]:
    """Return the document as JSON holds it, to be set or to be compared."""
    return asdict(document)


def _set_somehow(fields: Mapping[str, Any]) -> bytes:
    try:
        return _set(fields, printable)
    except _CannotBeSetError:
        return _set_with_named_marks(fields)


def _set_with_named_marks(fields: Mapping[str, Any]) -> bytes:
    try:
        return _set(fields, partial(printable, names_marks=True))
    except _CannotBeSetError as error:
        raise RecordNotMadeError from error


def _set(fields: Mapping[str, Any], spell: Spell) -> bytes:
    record = orjson.dumps(_spelled(fields, spell))
    if len(record) > MOST_BYTES:
        raise RecordNotMadeError
    # Isolated (-I), with an empty environment: nothing outside changes what comes out.
    command = [sys.executable, "-I", setting_process.__file__]
    try:
        ended = subprocess.run(  # noqa: S603 - our own file; the record goes in as data
            command, input=record, capture_output=True, timeout=LONGEST_SETTING, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RecordNotMadeError from error
    if ended.returncode == setting_process.CANNOT_BE_SET:
        raise _CannotBeSetError
    if ended.returncode != 0 or not ended.stdout:
        raise RecordNotMadeError
    return ended.stdout


def _spelled(value: Any, spell: Spell) -> Any:
    """Return the data with letters that can be set."""
    if isinstance(value, str):
        return spell(value)
    if isinstance(value, Mapping):
        return {
            key: one if key in NOT_SPELLED else _spelled(one, spell) for key, one in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_spelled(one, spell) for one in value]
    return value
