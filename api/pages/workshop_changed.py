"""Which files of a draft differ from the version that it changes."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ChangedFiles:
    """Paths by what happened to them, each sorted."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def in_words(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What happened, with the paths; what did not happen is left out."""
        kinds = (("Changed", self.changed), ("New", self.added), ("Taken out", self.removed))
        return tuple((word, paths) for word, paths in kinds if paths)


def changed_files(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> ChangedFiles:
    """Compare two sets of files by path and content."""
    both = before.keys() & after.keys()
    return ChangedFiles(
        changed=tuple(sorted(path for path in both if before[path] != after[path])),
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
    )
