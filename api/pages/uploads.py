"""Files that somebody sends with a page's form, by the paths that they have in a draft."""

from pathlib import PurePosixPath

from werkzeug.datastructures import FileStorage

from api.procedure_files import without_outer_folder
from engine.definitions.bundle import Bundle, BundleRefusedError
from engine.definitions.procedure import FILE_NAME

FOLDERS = {".bpmn": "", ".form": "forms/", ".yaml": "scenarios/", ".yml": "scenarios/"}
"""Where a single file of a kind stands."""
WHOLE = frozenset({FILE_NAME, "clauses.json", "README.md"})
KINDS = "a diagram (.bpmn), a form (.form), a scenario (.yaml) or a zip file with all of them"


class UploadRefusedError(ValueError):
    """Nothing was sent, or not what a draft is made of."""


def read_upload(upload: FileStorage | None) -> dict[str, bytes]:
    """Return the files of an upload by path: one file, or everything in a zip file.

    Raises:
        UploadRefusedError: no file, an empty one, or one of another kind.
    """
    name = PurePosixPath((upload.filename or "").replace("\\", "/")).name if upload else ""
    content = upload.read() if upload else b""
    if not name:
        raise UploadRefusedError(f"Choose {KINDS}.")
    if not content:
        raise UploadRefusedError(f"“{name}” is empty.")
    if name.lower().endswith(".zip"):
        return _unpacked(content)
    suffix = PurePosixPath(name).suffix.lower()
    if name in WHOLE:
        return {name: content}
    if suffix not in FOLDERS:
        raise UploadRefusedError(f"“{name}” is of another kind. Choose {KINDS}.")
    return {f"{FOLDERS[suffix]}{PurePosixPath(name).stem}{suffix}": content}


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        files = dict(Bundle.from_bytes(content).files)
    except BundleRefusedError as error:
        raise UploadRefusedError(str(error)) from error
    if not files:
        raise UploadRefusedError("The zip file is empty.")
    return without_outer_folder(files)
