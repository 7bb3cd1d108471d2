"""What people type is compressed, encrypted and bound to its column; keys can be rotated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import SettingsError
from engine.persistence.sealing import Sealer

OLD, NEW = "old:" + "1" * 64, "new:" + "2" * 64


@given(st.binary(max_size=2000), st.text(min_size=1, max_size=20))
def test_what_was_sealed_opens_again(plain: bytes, label: str) -> None:
    sealer = Sealer([NEW])
    assert sealer.open(sealer.seal(plain, label), label) == plain


def test_the_text_cannot_be_read_in_the_database() -> None:
    assert b"a child" not in Sealer([NEW]).seal(b"a child in danger", "draft.answers")


def test_after_a_rotation_old_values_open_and_new_ones_use_the_new_key() -> None:
    sealed = Sealer([OLD]).seal(b"text", "label")
    rotated = Sealer([NEW, OLD])
    assert rotated.open(sealed, "label") == b"text"
    assert b"new" in rotated.seal(b"text", "label")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    sealer = Sealer([NEW])
    with pytest.raises(SettingsError, match="was changed"):
        sealer.open(sealer.seal(b"text", "draft.answers"), "submission.answers")


def test_a_changed_value_does_not_open() -> None:
    sealer = Sealer([NEW])
    sealed = bytearray(sealer.seal(b"text", "label"))
    sealed[-1] ^= 1
    with pytest.raises(SettingsError, match="was changed"):
        sealer.open(bytes(sealed), "label")


def test_a_missing_key_is_named() -> None:
    with pytest.raises(SettingsError, match="'old'"):
        Sealer([NEW]).open(Sealer([OLD]).seal(b"text", "label"), "label")


@pytest.mark.parametrize("key", ["", "k1", "k1:zz", "k1:" + "0" * 63, ":" + "0" * 64])
def test_a_key_of_the_wrong_shape_is_refused(key: str) -> None:
    with pytest.raises(SettingsError, match="64 hexadecimal digits"):
        Sealer([key])
