"""Where procedures lie on disk, and which files belong together."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.definitions.bundle import MAX_BYTES, Bundle, BundleRefusedError, read_folder
from engine.definitions.procedure import FILE_NAME

SHIPPED = Path(__file__).resolve().parent.parent
WORKFLOWS = SHIPPED / "workflows"
FORMS = Path("forms") / "definitions"


def find_editions(folder: Path) -> tuple[Path, ...]:
    """Return the edition folders (those with diagrams) in a folder or below it, sorted."""
    return tuple(sorted({path.parent for path in folder.rglob("*.bpmn")}))


def read_edition(folder: Path) -> Bundle:
    """Return the bundle of an edition's folder, with forms from beside it or from ours.

    Raises:
        BundleRefusedError: too many files, or too many bytes.
    """
    above = (parent / FORMS for parent in folder.resolve().parents)
    forms = next((path for path in above if path.is_dir()), SHIPPED / FORMS)
    return read_folder(folder, forms)


def read_zip(path: Path) -> Bundle:
    """Return the bundle in a zip file; its files may stand in one folder, as people pack them.

    Raises:
        BundleRefusedError: no zip file that can be read, or beyond the bounds of a bundle.
    """
    if path.stat().st_size > MAX_BYTES:
        raise BundleRefusedError(f"{path} is too large to be a bundle.")
    return Bundle(without_outer_folder(Bundle.from_bytes(path.read_bytes()).files))


def without_outer_folder(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Take off the folder in which many programs pack everything, and what macOS adds."""
    own = {path: body for path, body in files.items() if not path.startswith("__MACOSX/")}
    outer = {path.split("/", 1)[0] for path in own}
    if FILE_NAME in own or len(outer) != 1 or not all("/" in path for path in own):
        return own
    return {path.split("/", 1)[1]: body for path, body in own.items()}


def shipped_bundles() -> Iterator[Bundle]:
    """Yield the bundle of every edition that comes with Concord."""
    for folder in find_editions(WORKFLOWS):
        yield read_edition(folder)
