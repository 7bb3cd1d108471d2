"""A bundle: every file that one edition of a procedure needs, under one hash."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Self

from typing_extensions import override

from engine.definitions import archive, procedure
from engine.definitions.diagram import form_keys_of

MAX_BYTES = 20_000_000
MAX_FILES = 2_000
_MAX_PATH = 300
_TOO_MUCH = f"A bundle holds at most {MAX_FILES:,} files and {MAX_BYTES // 1_000_000} MB."
_PATTERNS = (
    procedure.FILE_NAME,
    "*.bpmn",
    "clauses.json",
    "README.md",
    "forms/*.form",
    "scenarios/*.yaml",
)


class BundleRefusedError(ValueError):
    """The files are too many, too large or not a bundle at all."""


@dataclass(frozen=True)
class Bundle:
    """The files of one edition by path, such as `procedure.toml` or `forms/<KEY>.form`.

    Raises:
        BundleRefusedError: too many files, too many bytes, or a path that leaves the bundle.
    """

    files: Mapping[str, bytes]

    def __post_init__(self) -> None:
        """Take a sorted copy that nobody can change."""
        if len(self.files) > MAX_FILES:
            raise BundleRefusedError(_TOO_MUCH)
        if sum(map(len, self.files.values())) > MAX_BYTES:
            raise BundleRefusedError(_TOO_MUCH)
        for path in self.files:
            if not is_safe_path(path):
                message = f"“{path[:100]}” is not a path inside a bundle."
                raise BundleRefusedError(message)
        object.__setattr__(self, "files", MappingProxyType(dict(sorted(self.files.items()))))

    @override
    def __hash__(self) -> int:
        """Equal bundles have equal hashes."""
        return hash(self.content_hash)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over paths and contents: the same files give the same hash on every machine."""
        digest = hashlib.sha256()
        for path, content in self.files.items():
            name = path.encode()
            digest.update(f"{len(name)} {len(content)} ".encode() + name + content)
        return digest.hexdigest()

    @property
    def diagrams(self) -> dict[str, bytes]:
        """The diagrams by file name."""
        return {path: content for path, content in self.files.items() if path.endswith(".bpmn")}

    def to_bytes(self) -> bytes:
        """Pack the files; the same files give the same bytes."""
        return archive.packed(self.files)

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        """Unpack what `to_bytes` packed, or a zip file that somebody sent.

        Raises:
            BundleRefusedError: not a zip file, or beyond the bounds of a bundle.
        """
        if len(packed) > MAX_BYTES:
            raise BundleRefusedError(_TOO_MUCH)
        try:
            return cls(archive.unpacked(packed, max_files=MAX_FILES, max_bytes=MAX_BYTES))
        except archive.ArchiveRefusedError as error:
            raise BundleRefusedError(str(error)) from error


def read_folder(edition_folder: Path, forms_root: Path) -> Bundle:
    """Gather one edition: its folder, `procedure.toml` there or above, the forms that it names.

    A form is looked for in the folder's own `forms`, then under `forms_root` in the folder of this
    edition inside the procedure's, in the procedure's own and in `shared`. What is missing is left
    out here, and found by the checks.

    Raises:
        BundleRefusedError: too many files, or too many bytes.
    """
    paths = {
        path.relative_to(edition_folder).as_posix(): path
        for pattern in _PATTERNS
        for path in edition_folder.glob(pattern)
    }
    files = _contents(paths)
    above = edition_folder.parent / procedure.FILE_NAME
    if procedure.FILE_NAME not in files and above.is_file():
        narrow = procedure.narrowed_to_edition(above.read_bytes(), edition_folder.resolve().name)
        files[procedure.FILE_NAME] = narrow
    diagrams = [content for path, content in files.items() if path.endswith(".bpmn")]
    whole = edition_folder.resolve()
    of_procedure = forms_root / whole.parent.name
    folders = (of_procedure / whole.name, of_procedure, forms_root / "shared")
    forms = {
        f"forms/{key}.form": folder / f"{key}.form"
        for key in sorted(set().union(*map(form_keys_of, diagrams)))
        for folder in reversed(folders)
        if is_safe_path(key) and (folder / f"{key}.form").is_file()
    }
    return Bundle(_contents(forms) | files)


def _contents(paths: Mapping[str, Path]) -> dict[str, bytes]:
    if len(paths) > MAX_FILES or sum(path.stat().st_size for path in paths.values()) > MAX_BYTES:
        raise BundleRefusedError(_TOO_MUCH)
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def is_safe_path(path: str) -> bool:
    """Tell whether the path is relative, in plain form, and stays inside the bundle."""
    if not path or len(path) > _MAX_PATH or "\\" in path or ":" in path or not path.isprintable():
        return False
    return all(part not in {"", ".", ".."} for part in path.split("/"))
