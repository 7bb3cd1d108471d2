"""Scenarios, the examples that must always come out right: new, gone, changed."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from engine.definitions.comparison.difference import Change, Difference, Kind, Place
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.pair import WORDING, Pair
from engine.definitions.comparison.words import quoted, some_of
from engine.english import counted

_FOLDER = "scenarios/"
# Only two lines are wanted, so nobody's YAML has to be worked out.
_TITLE = re.compile(rb"^title:[ \t]*[\"']?(?P<title>[^\n]*?)[\"']?[ \t]*\r?$", re.MULTILINE)
_CLAUSES = re.compile(rb"^clauses:[ \t]*\[(?P<clauses>[^\]\n]*)\]", re.MULTILINE)


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare the scenarios by file; those that only changed are told together."""
    before, after = _files(pair.old), _files(pair.new)
    for path in before:
        if path not in after:
            yield _one_sided(pair, path, before[path], is_new=False)
    for path in after:
        if path not in before:
            yield _one_sided(pair, path, after[path], is_new=True)
    changed = [path for path in after if path in before and before[path] != after[path]]
    if changed:
        titles = [quoted(_title(path, after[path])) for path in changed]
        place = Place("scenario", _FOLDER, "scenarios")
        spot = pair.spot_elsewhere(place, Change.CHANGED)
        words = (
            f"{counted(len(changed), 'scenario has', 'scenarios have')} other answers or "
            f"expectations: {some_of(titles)}"
        )
        values = (_names(changed), _names(changed))
        yield spot.note(Kind.SCENARIOS, "content", values, words, WORDING)


def _files(edition: Edition) -> dict[str, bytes]:
    files = edition.bundle.files
    return {path: content for path, content in files.items() if path.startswith(_FOLDER)}


def _one_sided(pair: Pair, path: str, content: bytes, *, is_new: bool) -> Difference:
    title = _title(path, content)
    found = _CLAUSES.search(content)
    named = found["clauses"].decode(errors="replace").split(",") if found else []
    spot = pair.spot_elsewhere(
        Place("scenario", PurePosixPath(path).stem, title),
        Change.ADDED if is_new else Change.REMOVED,
        [clause.strip() for clause in named if clause.strip()],
    )
    values = ("", title) if is_new else (title, "")
    words = f"New scenario: {title}" if is_new else f"The scenario {quoted(title)} is gone"
    return spot.note(Kind.SCENARIOS, "presence", values, words, WORDING)


def _title(path: str, content: bytes) -> str:
    found = _TITLE.search(content)
    return found["title"].decode(errors="replace") if found else PurePosixPath(path).stem


def _names(paths: list[str]) -> str:
    return ", ".join(PurePosixPath(path).stem for path in paths)
