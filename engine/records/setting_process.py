"""Runs by itself, as a process that ends: sets the record that comes in as JSON.

Typst keeps what it has set for the next time and never gives the memory back, and nobody can stop
it from outside while it works. A process of its own gives everything back, and can be stopped.
It is started by its path and imports nothing of Concord's, so that it is ready at once.
"""

import resource
import sys
from pathlib import Path

import font_source_sans_pro
import typst

HERE = Path(__file__).parent
FONTS = Path(font_source_sans_pro.__file__).parent / "files"
TEMPLATE = HERE / "template" / "record.typ"
CANNOT_BE_SET = 3
"""How the process ends when Typst refuses, above all for letters that no font has."""
MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 60


def main() -> int:
    """Read the record from the standard input, write the PDF to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(),
        root=str(HERE),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]),
        ignore_system_fonts=True,
        sys_inputs={"record": sys.stdin.buffer.read().decode()},
    )
    try:
        made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    except typst.TypstError:
        # What it says quotes people's text: nobody else hears it.
        return CANNOT_BE_SET
    if isinstance(made, bytes):
        sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
