"""The pictures of the diagrams are of the diagrams as they are, and the docs show each of them."""

import pytest
from click.testing import CliRunner

from api.cli import main
from api.commands.drawing import picture_name
from tests.architecture.source import ROOT
from tests.docs.pages import DOCS, read_page

PICTURES = DOCS / "pictures" / "diagrams"
DIAGRAMS = sorted((ROOT / "workflows").rglob("*.bpmn"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Return a folder with fresh pictures of every diagram."""
    folder = tmp_path_factory.mktemp("pictures")
    result = CliRunner().invoke(main, ["draw", str(ROOT / "workflows"), "--into", str(folder)])
    assert result.exit_code == 0
    return folder


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=picture_name)
def test_the_picture_of_a_diagram_is_current(drawn, diagram):
    name = picture_name(diagram)
    assert (PICTURES / name).read_text(encoding="utf-8") == (drawn / name).read_text(
        encoding="utf-8"
    ), "Run `make pictures`."


def test_there_are_pictures_of_our_diagrams_only():
    assert {path.name for path in PICTURES.iterdir()} == {picture_name(d) for d in DIAGRAMS}


def test_the_page_of_the_procedures_shows_every_picture():
    page = read_page("docs/procedures.md")
    missing = [d for d in DIAGRAMS if f"pictures/diagrams/{picture_name(d)}" not in page]
    assert missing == []


def test_what_is_no_diagram_is_refused_in_words(tmp_path):
    wrong = tmp_path / "letter.bpmn"
    wrong.write_text("Dear colleague", encoding="utf-8")
    refused = CliRunner().invoke(main, ["draw", str(wrong), "--into", str(tmp_path / "out")])
    assert refused.exit_code == 1
    assert "cannot be drawn" in refused.output
    assert "Traceback" not in refused.output
