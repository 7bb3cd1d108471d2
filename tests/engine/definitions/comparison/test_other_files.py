from engine.definitions.comparison import Change, Weight
from tests.engine.definitions.comparison.pairs import Kind, bundle, only


def test_notes_for_readers():
    one = only(bundle(**{"README.md": b"a"}), bundle(**{"README.md": b"b"}), Kind.FILES)
    assert (one.weight, one.change) == (Weight.WORDING, Change.CHANGED)


def test_a_new_file():
    one = only(bundle(), bundle(**{"README.md": b"b"}), Kind.FILES)
    assert (one.sentence, one.change) == ("New file “README.md”.", Change.ADDED)
