"""Zip files: packed without time stamps, unpacked within bounds."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
# What `zipfile` raises on damaged or hostile input; it has no common base class.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class ArchiveRefusedError(ValueError):
    """Not a zip file that can be unpacked safely."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """Pack files in the order of their paths, so that the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, content in sorted(files.items()):
            info = zipfile.ZipInfo(path, _EPOCH)
            info.external_attr, info.create_system = _PLAIN_FILE, 3
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unpacked(source: bytes, *, max_files: int, max_bytes: int) -> dict[str, bytes]:
    """Unpack every file; folders are left out.

    Raises:
        ArchiveRefusedError: damaged, encrypted, a name twice, or beyond the bounds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_beyond_bounds(infos, max_files, max_bytes)
            return _read(archive, infos, max_bytes)
    except _DAMAGE as error:
        if isinstance(error, ArchiveRefusedError):
            raise
        message = f"This is not a zip file that can be read: {error}."
        raise ArchiveRefusedError(message) from error


def _refuse_beyond_bounds(infos: list[zipfile.ZipInfo], max_files: int, max_bytes: int) -> None:
    if len(infos) > max_files:
        message = f"The zip file holds more than {max_files:,} files."
        raise ArchiveRefusedError(message)
    if len({info.filename for info in infos}) < len(infos):
        message = "The zip file holds two files of the same name."
        raise ArchiveRefusedError(message)
    if sum(info.file_size for info in infos) > max_bytes:
        message = f"Unpacked, the zip file is over {max_bytes // 1_000_000} MB."
        raise ArchiveRefusedError(message)
    if any(info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS for info in infos):
        message = "The zip file is encrypted, or packed in an unusual way."
        raise ArchiveRefusedError(message)


def _read(
    archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], max_bytes: int
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = max_bytes
    for info in infos:
        with archive.open(info) as member:
            # The size in the directory may lie: never read more than is left.
            content = member.read(left + 1)
        left -= len(content)
        if left < 0:
            message = f"Unpacked, the zip file is over {max_bytes // 1_000_000} MB."
            raise ArchiveRefusedError(message)
        files[info.filename] = content
    return files
