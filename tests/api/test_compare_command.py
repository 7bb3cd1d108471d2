"""`concord compare`."""

import json

import pytest
from click.testing import CliRunner

from api.cli import main
from engine.definitions.bundle import Bundle
from tests.architecture.source import ROOT
from tests.engine.definitions.writing import bundle_files

BERKSHIRE = ROOT / "workflows/berkshire"
OLD, NEW = str(BERKSHIRE / "2024-05-24"), str(BERKSHIRE / "2026-03-25")


def run(*arguments):
    return CliRunner().invoke(main, ["compare", *arguments])


def test_the_words():
    result = run(OLD, NEW)
    assert result.exit_code == 0
    assert result.output.startswith("What changes for people\n")
    assert "Clause S3-08 now says “must” (before: “should”)" in result.output
    assert "The explanation of" not in result.output
    assert "add --all" in result.output
    assert "The explanation of" in run(OLD, NEW, "--all").output


def test_a_document_for_programs():
    document = json.loads(run(OLD, NEW, "--json").output)
    assert document["counts"]["consequence"] > 5
    assert {"summary", "unread", "differences"} < set(document)


def test_a_zip_file(tmp_path):
    packed = tmp_path / "bundle.zip"
    packed.write_bytes(Bundle(bundle_files()).to_bytes())
    assert "Nothing differs" in run(str(packed), str(packed)).output
    in_folder = tmp_path / "folder.zip"
    files = {f"edition/{path}": content for path, content in bundle_files().items()}
    in_folder.write_bytes(Bundle(files).to_bytes())
    assert "Nothing differs" in run(str(packed), str(in_folder)).output


@pytest.mark.parametrize(
    "name", ["/nowhere", str(BERKSHIRE), str(ROOT / "docs"), str(ROOT / "README.md")]
)
def test_what_is_no_version_is_refused_in_a_sentence(name):
    result = run(name, NEW)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
