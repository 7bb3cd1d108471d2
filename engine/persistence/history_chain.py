"""How each history event is chained to the one before it, so that nobody changes one unseen."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

FIRST_HASH = "0" * 64
"""What the first event of a case is chained to."""


def event_hash(previous: str, event: Mapping[str, Any]) -> str:
    """Return the SHA-256 that chains an event, given by its columns, to the one before."""
    instance_id = event["process_instance_id"]
    content = orjson.dumps(
        [
            previous,
            event["number"],
            str(instance_id) if instance_id else None,
            event["kind"],
            event["element_id"],
            event["at"].isoformat(),
            event["person_id"],
            event["agency_key"],
            event["details"],
        ],
        option=orjson.OPT_SORT_KEYS,
    )
    return hashlib.sha256(content).hexdigest()
