"""The pictures of pages in the docs are those that the command takes, and they are small."""

from tests.browser.page_pictures import FOLDER, PICTURES

LARGEST_BYTES = 150_000


def test_each_picture_is_there_and_in_the_list_and_no_other():
    taken = {path.stem for path in FOLDER.glob("*.png")}
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert taken == {picture.name for picture in PICTURES}
    assert [
        one.name for one in PICTURES if f"]({one.name}.png) | {one.shows} |" not in listed
    ] == []


def test_they_are_small():
    large = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert {name: size for name, size in large.items() if size > LARGEST_BYTES} == {}
