"""Writes who stands behind a lane into `procedure.toml`; every other letter of it stays."""

import re
import tomllib
from collections.abc import Sequence

_LANES = re.compile(r"^[ \t]*\[[ \t]*lanes[ \t]*\][^\n]*\n?", re.MULTILINE)
_NEXT_TABLE = re.compile(r"^(?=[ \t]*\[)", re.MULTILINE)
_TRAILING = re.compile(r"(\s*(?:^[ \t]*#[^\n]*\n?|^[ \t]*\n)*)\Z", re.MULTILINE)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


class UnwritableError(ValueError):
    """The file is written in a way that only people can change."""


def write_lane_roles(source: bytes, lane_id: str, roles: Sequence[str]) -> bytes:
    """Give `procedure.toml` with one lane changed; without roles the lane loses its line.

    Raises:
        UnwritableError: the file cannot be read, or [lanes] is written in an unusual way.
    """
    try:
        text = source.decode()
        wanted = tomllib.loads(text)
        lanes = dict(wanted.get("lanes", {}))
        lanes.pop(lane_id, None)
        if roles:
            lanes[lane_id] = "; ".join(roles)
        changed = _rewritten(text, lane_id, lanes.get(lane_id))
        is_faithful = tomllib.loads(changed) == wanted | {"lanes": lanes}
    except (ValueError, TypeError, RecursionError) as error:
        raise UnwritableError(str(error)) from error
    if not is_faithful:
        raise UnwritableError(lane_id)
    return changed.encode()


def _rewritten(text: str, lane_id: str, roles: str | None) -> str:
    line = "" if roles is None else f"{_key(lane_id)} = {_quoted(roles)}\n"
    start = _LANES.search(text)
    if start is None:
        return f"{text.rstrip()}\n\n[lanes]\n{line}"
    after = _NEXT_TABLE.search(text, start.end())
    end = len(text) if after is None else after.start()
    table = text[start.end() : end]
    known = re.compile(rf"^[ \t]*{re.escape(_key(lane_id))}[ \t]*=[^\n]*\n?", re.MULTILINE)
    if known.search(table):
        table = known.sub(lambda _: line, table, count=1)
    else:
        # Before the blank lines and comments that lead over to the next table.
        place = _TRAILING.search(table)
        cut = len(table) if place is None else place.start()
        lines, rest = table[:cut], table[cut:].removeprefix("\n")
        table = f"{lines}\n{line}{rest}" if lines else f"{line}{rest}"
    head = text[: start.end()]
    return (head if head.endswith("\n") else f"{head}\n") + table + text[end:]


def _key(lane_id: str) -> str:
    return lane_id if _BARE_KEY.fullmatch(lane_id) else _quoted(lane_id)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
