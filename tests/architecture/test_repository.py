import re

import pytest

from tests.architecture.source import ROOT, files_in_git

# Put together here, so that this file does not name them either.
REGISTRIES = tuple(
    ".".join(parts).encode()
    for parts in (
        ("registry", "npmjs"),
        ("registry", "yarnpkg"),
        ("files", "pythonhosted"),
        ("pypi", "org"),
        ("deb", "debian"),
    )
)
MOST_BYTES = 700_000
TARGETS = re.compile(r"^([a-z-]+):.*## ", re.MULTILINE)
NAMED = re.compile(r"(?<![\w/])make ([a-z]+(?:-[a-z]+)*)(?=[`\s.,:;)]|$)")
PAGES = ("README.md", "CONTRIBUTING.md")


def test_no_file_names_a_package_registry():
    """A lock file that does ties everybody to one registry, mirrors or not."""
    naming = [
        f"{path.relative_to(ROOT)}: {host.decode()}"
        for path in files_in_git()
        for host in REGISTRIES
        if host in path.read_bytes()
    ]
    assert naming == []


def test_no_large_file_is_in_git():
    assert [path for path in files_in_git() if path.stat().st_size > MOST_BYTES] == []


@pytest.mark.parametrize("document", PAGES)
def test_every_target_that_a_document_names_can_be_made(document):
    targets = set(TARGETS.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    code = "\n".join(
        re.findall(r"`{1,3}([^`]+)`{1,3}", (ROOT / document).read_text(encoding="utf-8"))
    )
    named = set(NAMED.findall(code))
    assert named
    assert named <= targets


def test_the_readme_names_the_two_commands_that_everybody_needs():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme
    assert "make test" in readme
