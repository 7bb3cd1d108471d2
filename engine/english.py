"""Small parts of English sentences, for pages, notices and records alike."""

from collections.abc import Sequence


def listed(names: Sequence[str], word: str = "and") -> str:
    """Return “a, b and c”."""
    if len(names) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def counted(number: int, one: str, several: str = "") -> str:
    """Return “1 step” or “3 steps”; `several` where an s is not enough."""
    return f"{number} {one}" if number == 1 else f"{number} {several or one + 's'}"


def sentence(text: str) -> str:
    """Return the text with a capital at its start; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def role_in_words(role: str) -> str:
    """Return “next-level manager” for `next-level-manager`."""
    return role.replace("-", " ").replace("next level", "next-level")
