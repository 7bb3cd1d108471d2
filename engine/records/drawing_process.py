"""Runs by itself, as a process that ends: draws the SVG pictures that come in as JSON.

It is a process of its own for the same reasons as `setting_process`. It is started by its path and
imports nothing of Concord's, so that it is ready at once.
"""

import json
import resource
import sys
from base64 import b64encode
from pathlib import Path

import font_source_sans_pro
import typst

FONTS = Path(font_source_sans_pro.__file__).parent / "files"
TEMPLATE = """\
#set page(width: 261mm, height: auto, margin: 0mm)
#let pictures = json(bytes(sys.inputs.pictures))
#for (number, one) in pictures.enumerate() {
  if number > 0 { pagebreak() }
  image(bytes(one), format: "svg", width: 100%)
}
"""
CANNOT_BE_DRAWN = 3
MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 60
DOTS_PER_INCH = 160.0


def main() -> int:
    """Read pictures from the standard input, write them as PNG to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    compiler = typst.Compiler(
        TEMPLATE.encode(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]),
        ignore_system_fonts=True,
        sys_inputs={"pictures": sys.stdin.buffer.read().decode()},
    )
    try:
        made = compiler.compile(format="png", ppi=DOTS_PER_INCH)
    except typst.TypstError:
        return CANNOT_BE_DRAWN
    pages = made if isinstance(made, list) else [made]
    sys.stdout.write(json.dumps([b64encode(page).decode() for page in pages if page]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
