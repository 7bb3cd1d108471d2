import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.bundle import MAX_BYTES, Bundle, BundleRefusedError, read_folder
from tests.engine.definitions.writing import (
    PROCEDURE,
    bundle_files,
    form,
    one_task,
    user_task,
)

paths = st.text("abcdef0123456789._-", min_size=1, max_size=12).filter(
    lambda p: p not in {".", ".."}
)


def zipped(*entries, method=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return target.getvalue()


@given(st.dictionaries(paths, st.binary(max_size=200), max_size=8))
def test_a_bundle_survives_packing(files):
    bundle = Bundle(files)
    again = Bundle.from_bytes(bundle.to_bytes())
    assert again == bundle
    assert again.content_hash == bundle.content_hash
    assert hash(again) == hash(bundle)
    assert again.to_bytes() == bundle.to_bytes()


def test_the_hash_does_not_depend_on_the_order_of_files():
    files = bundle_files()
    backwards = dict(reversed(files.items()))
    assert Bundle(files).content_hash == Bundle(backwards).content_hash
    assert Bundle(files).to_bytes() == Bundle(backwards).to_bytes()


def test_the_hash_tells_apart_what_only_looks_alike():
    bundles = [{"a": b"bc"}, {"ab": b"c"}, {"a": b"b", "c": b""}, {"a": b"", "bc": b""}, {}]
    assert len({Bundle(files).content_hash for files in bundles}) == len(bundles)


def test_a_bundle_does_not_change_with_the_files_that_it_was_made_of():
    files = bundle_files()
    bundle = Bundle(files)
    files.clear()
    assert bundle.diagrams.keys() == {"main.bpmn"}
    with pytest.raises(TypeError):
        bundle.files["x"] = b""


@pytest.mark.parametrize(
    "path", ["", "/a", "../a", "a/../b", "a//b", "a\\b", "c:a", "a\nb", "x" * 301]
)
def test_a_path_out_of_the_bundle_is_refused(path):
    with pytest.raises(BundleRefusedError):
        Bundle({path: b""})
    if path:
        with pytest.raises(BundleRefusedError):
            Bundle.from_bytes(zipped((path, b"")))


def test_too_much_is_refused():
    with pytest.raises(BundleRefusedError, match="2,000 files"):
        Bundle({f"f{number}": b"" for number in range(2_001)})
    with pytest.raises(BundleRefusedError, match="20 MB"):
        Bundle({"a": bytes(MAX_BYTES + 1)})
    with pytest.raises(BundleRefusedError, match="20 MB"):
        Bundle.from_bytes(bytes(MAX_BYTES + 1))


def test_a_zip_bomb_is_not_unpacked():
    with pytest.raises(BundleRefusedError, match="over 20 MB"):
        Bundle.from_bytes(zipped(("bomb", bytes(100_000_000))))
    with pytest.raises(BundleRefusedError, match="over 20 MB"):
        Bundle.from_bytes(zipped(*((f"b{n}", bytes(10_000_000)) for n in range(3))))
    with pytest.raises(BundleRefusedError, match="2,000 files"):
        Bundle.from_bytes(zipped(*((f"f{n}", b"") for n in range(2_001))))


def test_a_zip_file_that_lies_about_its_size_is_refused():
    honest = zipped(("bomb", bytes(50_000_000)))
    lying = honest.replace((50_000_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(BundleRefusedError):
        Bundle.from_bytes(lying)


def test_an_unusual_zip_file_is_refused():
    with pytest.raises(BundleRefusedError, match="unusual"):
        Bundle.from_bytes(zipped(("a", b"b"), method=zipfile.ZIP_LZMA))
    encrypted = bytearray(zipped(("a", b"b")))
    encrypted[encrypted.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BundleRefusedError, match="encrypted"):
        Bundle.from_bytes(bytes(encrypted))
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = zipped(("a", b"1"), ("a", b"2"))
    with pytest.raises(BundleRefusedError, match="same name"):
        Bundle.from_bytes(twice)


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_in_words(junk):
    with pytest.raises(BundleRefusedError) as refusal:
        Bundle.from_bytes(junk)
    assert str(refusal.value)


PACKED = Bundle(bundle_files()).to_bytes()


@given(st.lists(st.tuples(st.integers(0, len(PACKED) - 1), st.integers(0, 255)), max_size=4))
def test_a_damaged_zip_file_is_read_or_refused(changes):
    damaged = bytearray(PACKED)
    for place, byte in changes:
        damaged[place] = byte
    try:
        bundle = Bundle.from_bytes(bytes(damaged))
    except BundleRefusedError:
        return
    assert len(bundle.files) <= len(bundle_files())


@pytest.fixture
def folders(tmp_path):
    """Give a procedure's folder with one edition, and the folder of all forms."""
    edition = tmp_path / "workflows/test/2026-01-01"
    forms = tmp_path / "forms"
    (edition / "scenarios").mkdir(parents=True)
    (forms / "test").mkdir(parents=True)
    (forms / "shared").mkdir()
    (edition / "main.bpmn").write_bytes(one_task())
    (edition.parent / "procedure.toml").write_bytes(PROCEDURE)
    (forms / "test/A.form").write_bytes(form())
    return edition, forms


def test_a_folder_is_read_with_its_forms_and_its_procedure(folders):
    edition, forms = folders
    (edition / "scenarios/one.yaml").write_text("title: One")
    (edition / "notes.txt").write_text("not part of it")
    (forms / "test/UNUSED.form").write_bytes(form())
    bundle = read_folder(edition, forms)
    assert set(bundle.files) == {
        "procedure.toml",
        "main.bpmn",
        "forms/A.form",
        "scenarios/one.yaml",
    }


def test_another_edition_does_not_change_a_bundle(folders):
    edition, forms = folders
    before = read_folder(edition, forms).content_hash
    with (edition.parent / "procedure.toml").open("ab") as file:
        file.write(b'[[editions]]\nedition = "2030-01-01"\nmain = "new.bpmn"\n')
    assert read_folder(edition, forms).content_hash == before


def test_a_form_of_the_procedure_comes_before_a_shared_one(folders):
    edition, forms = folders
    (forms / "shared/A.form").write_bytes(b"shared")
    assert read_folder(edition, forms).files["forms/A.form"] == form()
    (forms / "test/A.form").unlink()
    assert read_folder(edition, forms).files["forms/A.form"] == b"shared"


def test_a_form_of_the_edition_comes_before_one_of_the_procedure(folders):
    edition, forms = folders
    (forms / "test/2026-01-01").mkdir()
    (forms / "test/2026-01-01/A.form").write_bytes(b"of this edition")
    (forms / "test/2030-01-01").mkdir()
    (forms / "test/2030-01-01/A.form").write_bytes(b"of another one")
    assert read_folder(edition, forms).files["forms/A.form"] == b"of this edition"


def test_what_is_missing_or_broken_is_left_to_the_checks(folders):
    edition, forms = folders
    (edition / "main.bpmn").write_bytes(b"broken")
    (edition.parent / "procedure.toml").unlink()
    assert set(read_folder(edition, forms).files) == {"main.bpmn"}


def test_a_form_key_cannot_leave_the_folder_of_forms(folders):
    edition, forms = folders
    (forms.parent / "secret.form").write_bytes(b"secret")
    (edition / "main.bpmn").write_bytes(one_task(user_task("Task_A", form="../../secret")))
    assert b"secret" not in read_folder(edition, forms).files.values()


def test_an_unpacked_bundle_is_a_folder_that_can_be_read_again(folders, tmp_path):
    bundle = read_folder(*folders)
    for path, content in bundle.files.items():
        (tmp_path / "copy" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "copy" / path).write_bytes(content)
    assert read_folder(tmp_path / "copy", tmp_path / "nothing") == bundle


def test_a_folder_with_too_much_is_refused(folders):
    edition, forms = folders
    (edition / "README.md").write_bytes(bytes(MAX_BYTES + 1))
    with pytest.raises(BundleRefusedError, match="20 MB"):
        read_folder(edition, forms)
