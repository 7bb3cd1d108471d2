"""Scenarios, the examples that must always come out right: new, gone, changed."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from engine.definitions.comparison.difference import Change, Difference, Kind, Place
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.pair import WORDING, Pair
from engine.definitions.comparison.words import quoted, some_of

_FOLDER = "scenarios/"
_MOST_LINES = 12
"""Lines of a scenario that a row shows."""
# Only two lines are wanted, so nobody's YAML has to be worked out.
_TITLE = re.compile(rb"^title:[ \t]*[\"']?(?P<title>[^\n]*?)[\"']?[ \t]*\r?$", re.MULTILINE)
_CLAUSES = re.compile(rb"^clauses:[ \t]*\[(?P<clauses>[^\]\n]*)\]", re.MULTILINE)


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare the scenarios by file; those in which the same lines differ are told together."""
    before, after = _files(pair.old), _files(pair.new)
    for path in before:
        if path not in after:
            yield _one_sided(pair, path, before[path], is_new=False)
    for path in after:
        if path not in before:
            yield _one_sided(pair, path, after[path], is_new=True)
    changed: dict[tuple[str, str], list[str]] = {}
    for path in after:
        if path in before and before[path] != after[path]:
            changed.setdefault(_lines(before[path], after[path]), []).append(path)
    for lines, paths in changed.items():
        yield _changed(pair, paths, lines)


def _changed(pair: Pair, paths: list[str], lines: tuple[str, str]) -> Difference:
    """Tell scenarios in which the same lines differ at once: a new edition touches most of them."""
    files = pair.new.bundle.files
    titles = [quoted(_title(path, files[path])) for path in paths]
    if len(paths) == 1:
        place = Place("scenario", PurePosixPath(paths[0]).stem, _title(paths[0], files[paths[0]]))
        words = f"The scenario {titles[0]} reads differently"
        clauses = _clauses(files[paths[0]])
    else:
        place = Place("scenario", PurePosixPath(paths[0]).stem, "scenarios")
        words = f"{len(paths)} scenarios differ in the same lines: {some_of(titles)}"
        clauses = []
    spot = pair.spot_elsewhere(place, Change.CHANGED, clauses)
    return spot.note(Kind.SCENARIOS, "content", lines, words, WORDING)


def _lines(old: bytes, new: bytes) -> tuple[str, str]:
    """Return the lines that only one version has, in their order."""
    before, after = (
        [" ".join(line.split()) for line in content.decode(errors="replace").splitlines()]
        for content in (old, new)
    )
    return _only_in(before, after), _only_in(after, before)


def _only_in(lines: list[str], others: list[str]) -> str:
    left = Counter(others)
    found = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        elif line:
            found.append(line)
    return some_of(found, _MOST_LINES, " / ")


def _files(edition: Edition) -> dict[str, bytes]:
    files = edition.bundle.files
    return {path: content for path, content in files.items() if path.startswith(_FOLDER)}


def _one_sided(pair: Pair, path: str, content: bytes, *, is_new: bool) -> Difference:
    title = _title(path, content)
    spot = pair.spot_elsewhere(
        Place("scenario", PurePosixPath(path).stem, title),
        Change.ADDED if is_new else Change.REMOVED,
        _clauses(content),
    )
    values = ("", title) if is_new else (title, "")
    words = f"New scenario: {title}" if is_new else f"The scenario {quoted(title)} is gone"
    return spot.note(Kind.SCENARIOS, "presence", values, words, WORDING)


def _title(path: str, content: bytes) -> str:
    found = _TITLE.search(content)
    return found["title"].decode(errors="replace") if found else PurePosixPath(path).stem


def _clauses(content: bytes) -> list[str]:
    found = _CLAUSES.search(content)
    named = found["clauses"].decode(errors="replace").split(",") if found else []
    return [clause.strip() for clause in named if clause.strip()]
