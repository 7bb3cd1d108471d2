"""Addresses of the built style sheets and scripts, from the build's manifest."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

MANIFEST = Path(__file__).resolve().parent.parent / "static" / "dist" / "manifest.json"
FOLDER = "/static/dist/"
STYLES = "styles/concord.scss"


def style_urls(entry: str = STYLES) -> tuple[str, ...]:
    """Return the style sheets of an entry; none while the front end has not been built.

    What several entries import stands in a file of its own, with its own style sheet.
    """
    return tuple(FOLDER + name for name in dict.fromkeys(_styles(_manifest(_version()), entry)))


def script_url(entry: str) -> str | None:
    """Return the script of an entry; nothing while the front end has not been built."""
    name = _manifest(_version()).get(entry, {}).get("file")
    return None if name is None else FOLDER + name


def _styles(manifest: Mapping[str, Any], entry: str) -> Iterator[str]:
    chunk = manifest.get(entry, {})
    for imported in chunk.get("imports", ()):
        yield from _styles(manifest, imported)
    if str(chunk.get("file", "")).endswith(".css"):
        yield chunk["file"]
    yield from chunk.get("css", ())


def _version() -> int:
    return MANIFEST.stat().st_mtime_ns if MANIFEST.exists() else 0


@lru_cache(maxsize=2)
def _manifest(version: int) -> dict[str, Any]:
    if version == 0:
        return {}
    manifest: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return manifest
