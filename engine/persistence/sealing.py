"""Encryption of people's text and of instance state, with keys that can be rotated."""

import os
from collections.abc import Sequence
from typing import Any

import orjson
import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.errors import SettingsError

FORMAT = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32
MOST_BYTES = 64 * 1024 * 1024


class Sealer:
    """Compresses and encrypts bytes (zstd, then AES-256-GCM).

    Layout: format byte, length of the key id, key id, nonce, ciphertext. The label of the column
    is associated data, so that a value cannot be moved to another column unnoticed.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Take keys written `ID:64 hexadecimal digits`; the first seals, all open.

        Raises:
            SettingsError: a key is not of that shape.
        """
        self._keys = dict(_read_key(key) for key in keys)
        self._sealing_key = next(iter(self._keys))

    def seal(self, plain: bytes, label: str) -> bytes:
        """Return `plain` compressed and encrypted for the column `label`."""
        nonce = os.urandom(NONCE_BYTES)
        packed = zstandard.ZstdCompressor(level=3).compress(plain)
        sealed = self._keys[self._sealing_key].encrypt(nonce, packed, label.encode())
        key_id = self._sealing_key.encode()
        return FORMAT + bytes([len(key_id)]) + key_id + nonce + sealed

    def open(self, sealed: bytes, label: str) -> bytes:
        """Return what was sealed for the column `label`.

        Raises:
            SettingsError: the key is not among the settings, or the value was tampered with.
        """
        if sealed[:1] != FORMAT:
            message = f"{label}: not a sealed value"
            raise SettingsError(message)
        start = 2 + sealed[1]
        key_id = sealed[2:start].decode()
        if key_id not in self._keys:
            message = f"CONCORD_ENCRYPTION_KEYS has no key {key_id!r}, which {label} needs"
            raise SettingsError(message)
        nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        try:
            packed = self._keys[key_id].decrypt(nonce, body, label.encode())
        except InvalidTag as error:
            message = f"{label}: the key {key_id!r} does not open this value, or it was changed"
            raise SettingsError(message) from error
        return zstandard.ZstdDecompressor().decompress(packed, max_output_size=MOST_BYTES)

    def seal_json(self, value: Any, label: str) -> bytes:
        """Seal a JSON value."""
        return self.seal(orjson.dumps(value), label)

    def open_json(self, sealed: bytes, label: str) -> Any:
        """Open a sealed JSON value."""
        return orjson.loads(self.open(sealed, label))


def _read_key(text: str) -> tuple[str, AESGCM]:
    key_id, _, digits = text.partition(":")
    try:
        raw = bytes.fromhex(digits)
    except ValueError:
        raw = b""
    if not key_id or len(raw) != KEY_BYTES:
        message = "CONCORD_ENCRYPTION_KEYS must be ID:64 hexadecimal digits, separated by commas"
        raise SettingsError(message)
    return key_id, AESGCM(raw)
