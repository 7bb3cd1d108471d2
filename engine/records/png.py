"""Draws SVG pictures as PNG, for files that hold no SVG: the same picture gives the same bytes."""

import subprocess
import sys
from base64 import b64decode
from collections.abc import Sequence
from threading import BoundedSemaphore

import orjson

from engine.errors import RecordNotMadeError
from engine.records import drawing_process
from engine.records.typesetting import LONGEST_SETTING, LONGEST_WAIT, MOST_BYTES

# Drawing takes memory and a processor: one document after the other in each process.
_AT_ONCE = BoundedSemaphore(1)


def draw_as_png(svgs: Sequence[str]) -> tuple[bytes, ...]:
    """Return each picture as PNG, as wide as a page that lies on its side.

    Raises:
        RecordNotMadeError: they are too large, others are being drawn, or one cannot be drawn.
    """
    asked = orjson.dumps(list(svgs))
    if len(asked) > MOST_BYTES or not _AT_ONCE.acquire(timeout=LONGEST_WAIT):
        raise RecordNotMadeError
    try:
        drawn = _draw(asked)
    finally:
        _AT_ONCE.release()
    if len(drawn) != len(svgs):
        raise RecordNotMadeError
    return drawn


def _draw(asked: bytes) -> tuple[bytes, ...]:
    # Isolated (-I), with an empty environment: nothing outside changes what comes out.
    command = [sys.executable, "-I", drawing_process.__file__]
    try:
        ended = subprocess.run(  # noqa: S603 - our own file; the pictures go in as data
            command, input=asked, capture_output=True, timeout=LONGEST_SETTING, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RecordNotMadeError from error
    if ended.returncode != 0:
        raise RecordNotMadeError
    return tuple(b64decode(one) for one in orjson.loads(ended.stdout))
