"""Recognises a request that comes again, so that twice is the same as once."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import orjson

from engine.settings import Settings


def request_key(settings: Settings, key: str | None, sent: Mapping[str, Any]) -> str | None:
    """Return what a submit with an idempotency key is remembered by; None without a key.

    What was sent belongs to it: somebody who goes back in the browser and sends other text under
    the same key must not be told that it was taken. Keyed with the secret, so that nobody can find
    out the answers by trying.

    Raises:
        JSONEncodeError: what was sent cannot be written as JSON.
    """
    if not key:
        return None
    content = orjson.dumps(dict(sent), option=orjson.OPT_SORT_KEYS)
    digest = hmac.new(settings.secret_key.encode(), content, hashlib.sha256).hexdigest()
    return f"{key} {digest}"
