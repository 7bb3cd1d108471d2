"""What people write beside the files of a draft: titles, notes, comments, within bounds."""

from engine.errors import InputRefusedError

MOST_TITLE = 200
MOST_WORDS = 2_000


def checked_words(words: str, what: str, *, most: int = MOST_WORDS, needed: bool = False) -> str:
    """Return the words without blanks at their ends; `what` names them in a refusal.

    Raises:
        InputRefusedError: too long, empty although needed, or with a character that no database
            keeps.
    """
    tidy = words.replace("\r\n", "\n").strip()
    if needed and not tidy:
        raise InputRefusedError(f"Enter {what}.")
    if len(tidy) > most:
        raise InputRefusedError(f"Shorten {what} to {most:,} characters.")
    if "\0" in tidy or not _is_unicode(tidy):
        raise InputRefusedError(f"Take the character out of {what} that cannot be kept.")
    return tidy


def _is_unicode(text: str) -> bool:
    """Tell half characters apart, which come out of JSON and go into no database."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
