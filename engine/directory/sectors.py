"""What kinds of agency there are; Working Together names the same ones."""

from collections.abc import Mapping

from engine.errors import InputRefusedError
from engine.persistence.directory import PARTNERSHIP_SECTOR

SECTORS: Mapping[str, str] = {
    "local-authority": "Local authority",
    "education": "Education",
    "health": "Health",
    "police": "Police",
    "fire": "Fire and rescue",
    "probation": "Probation and youth justice",
    "voluntary": "Voluntary, community or faith",
    "other": "Other",
    PARTNERSHIP_SECTOR: "Office of the partnership",
}
"""Sectors in words. Whoever administers a partnership does so for an agency of the last one."""


def checked_sector(text: str) -> str:
    """Return a sector.

    Raises:
        InputRefusedError: there is no such sector.
    """
    sector = text.strip().lower()
    if sector not in SECTORS:
        raise InputRefusedError(f"“{text.strip()}” is no sector. They are: {', '.join(SECTORS)}.")
    return sector
