"""Where procedures lie on disk, and which files belong together."""

from collections.abc import Iterator
from pathlib import Path

from engine.definitions.bundle import Bundle, read_folder

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


def shipped_bundles() -> Iterator[Bundle]:
    """Yield the bundle of every edition that comes with Concord."""
    for folder in find_editions(WORKFLOWS):
        yield read_edition(folder)
