"""Every other file, and files in which nothing that Concord reads has changed."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from engine.definitions import clauses as clause_file
from engine.definitions import procedure as procedure_file
from engine.definitions.comparison.difference import Change, Difference, Kind, Place, Weight
from engine.definitions.comparison.pair import CONSEQUENCE, DRAWING, WORDING, Pair
from engine.definitions.comparison.words import quoted

_SCENARIOS = "scenarios/"


def compare(pair: Pair, found: Sequence[Difference]) -> Iterator[Difference]:
    """Compare the files as such; `found` is what the other kinds have found."""
    before, after = pair.old.bundle.files, pair.new.bundle.files
    unread = _unread_paths(pair)
    for path in sorted({*before, *after}):
        if path.startswith(_SCENARIOS) or before.get(path) == after.get(path):
            continue
        if path not in before or path not in after:
            if not _is_told(path):
                yield _one_sided(pair, path, is_new=path in after)
        elif path in unread:
            words = f"The file {quoted(path)} differs; it cannot be read, so nobody can say in what"
            yield _note(pair, path, words, "unread", CONSEQUENCE)
        elif not _is_read(path):
            words = f"The file {quoted(path)} reads differently"
            yield _note(pair, path, words, "content", WORDING)
        elif not any(_concerns(difference, path) for difference in found):
            words = f"The file {quoted(path)} was saved anew; nothing that Concord reads differs"
            yield _note(pair, path, words, "saved", DRAWING)


def unread(pair: Pair) -> tuple[str, ...]:
    """Return what could not be read in either version, in sentences."""
    sentences = []
    for version, edition in (("old", pair.old), ("new", pair.new)):
        subject = edition.subject
        refused: list[tuple[str, object]] = [
            *subject.refused_diagrams.items(),
            *((f"forms/{key}.form", error) for key, error in subject.refused_forms.items()),
        ]
        refused += [(procedure_file.FILE_NAME, subject.procedure_refusal)]
        refused += [(clause_file.FILE_NAME, subject.clauses_refusal)]
        sentences += [
            f"{path} of the {version} version cannot be read, so it is not compared: {error}"
            for path, error in refused
            if error is not None
        ]
    return tuple(sentences)


def _unread_paths(pair: Pair) -> set[str]:
    found: set[str] = set()
    for edition in (pair.old, pair.new):
        subject = edition.subject
        found |= {*subject.refused_diagrams}
        found |= {f"forms/{key}.form" for key in subject.refused_forms}
        found |= {procedure_file.FILE_NAME} if subject.procedure_refusal else set()
        found |= {clause_file.FILE_NAME} if subject.clauses_refusal else set()
    return found


def _is_read(path: str) -> bool:
    named = path in {procedure_file.FILE_NAME, clause_file.FILE_NAME}
    return named or path.endswith((".bpmn", ".xml", ".form"))


def _is_told(path: str) -> bool:
    """Tell whether other kinds say that such a file came or went."""
    return path.endswith(".form")


def _concerns(difference: Difference, path: str) -> bool:
    place = difference.place
    if path.endswith(".form"):
        return place.id.split(".")[0] == PurePosixPath(path).stem
    if path == procedure_file.FILE_NAME:
        return place.id == path or place.kind == "stage" or difference.aspect == "roles"
    if path == clause_file.FILE_NAME:
        return place.id == path or place.kind == "clause"
    return place.file == path


def _one_sided(pair: Pair, path: str, *, is_new: bool) -> Difference:
    change = Change.ADDED if is_new else Change.REMOVED
    spot = pair.spot_elsewhere(Place("file", path, path, path), change)
    weight = CONSEQUENCE if _is_read(path) else WORDING
    words = f"New file {quoted(path)}" if is_new else f"The file {quoted(path)} is gone"
    return spot.note(Kind.FILES, "presence", ("", path) if is_new else (path, ""), words, weight)


def _note(pair: Pair, path: str, words: str, aspect: str, weight: Weight) -> Difference:
    spot = pair.spot_elsewhere(Place("file", path, path, path), Change.CHANGED)
    return spot.note(Kind.FILES, aspect, ("", ""), words, weight)
