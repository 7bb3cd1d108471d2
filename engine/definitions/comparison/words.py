"""How differences call things: steps, roles, sides, people who are told, and settings."""

from collections.abc import Iterable

from engine.definitions import names
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.recipients import Recipient, parse_recipients
from engine.definitions.wording.people import people_in_words, roles_in_words
from engine.english import listed, sentence
from forms.feel.errors import FeelError
from forms.feel.tree import literal_of as literal_in
from forms.feel.tree import parse_tree
from forms.feel.words import condition_in_words, value_in_words

_NOUNS = {
    "userTask": "step",
    "callActivity": "step",
    "serviceTask": "automatic step",
    "startEvent": "start",
    "endEvent": "end",
    "boundaryEvent": "event",
    "intermediateCatchEvent": "event",
    "intermediateThrowEvent": "event",
    "subProcess": "part",
    "parallelGateway": "split or joining of ways",
    "lane": "lane",
    "process": "procedure",
    "participant": "frame",
    "textAnnotation": "note",
    "message": "message",
    "sequenceFlow": "way",
}
NOTHING = "nothing"


def quoted(text: str) -> str:
    """Return the text in quotation marks."""
    return f"“{text}”"


def noun_of(item: Item) -> str:
    """Return what people call a thing of this kind."""
    if item.is_notice:
        return "notice"
    if item.is_timer:
        return "limit"
    if item.kind in names.GATEWAYS and item.kind != "parallelGateway":
        return "question" if item.name else "meeting point of ways"
    return _NOUNS.get(item.kind, "element")


def called(item: Item) -> str:
    """Return “the step ‘X’” in our quotation marks."""
    return f"the {noun_of(item)} {quoted(item.title)}"


def roles_words(text: str, edition: Edition) -> str:
    """Return the roles of a lane as `procedure.toml` writes them, in words."""
    if text.startswith("="):
        return f"whoever is named by {value_words(text, edition)}"
    return roles_in_words(text) or "nobody"


def recipients_of(text: str) -> tuple[Recipient, ...] | None:
    """Return the recipients that a text names; None where it works them out, or is wrong."""
    plain = literal_of(text)
    try:
        return None if plain is None else parse_recipients(plain)
    except ValueError:
        return None


def recipients_words(text: str) -> str:
    """Return a list of recipients in words, grouped by side."""
    if not text:
        return "nobody"
    found = recipients_of(text)
    if found is None:
        return f"whoever the caller names ({text.removeprefix('=')})" if text[:1] == "=" else text
    return people_in_words(found)


def literal_of(text: str) -> str | None:
    """Return the text of `="…"` or of a text without formula; None for any other formula."""
    if not text.startswith("="):
        return text
    try:
        return literal_in(parse_tree(text[1:].strip()))
    except FeelError:
        return None


def formula_words(text: str, edition: Edition) -> str:
    """Return a condition that begins with `=` in words; a text without it stays."""
    if not text.startswith("="):
        return text
    return condition_in_words(text[1:].strip(), edition.vocabulary)


def value_words(text: str, edition: Edition) -> str:
    """Return a value that is handed over: an option by its label, a formula in words."""
    plain = literal_of(text)
    if plain is None:
        return value_in_words(text[1:].strip(), edition.vocabulary)
    label = edition.answer_anywhere(plain)
    return quoted(label or plain) if plain else NOTHING


def some_of(things: Iterable[str], most: int = 3, between: str = "") -> str:
    """Return the first few of a list: “a, b and 4 more”, or with `between` as “a; b; 4 more”."""
    found = list(things)
    if between:
        left = [f"{len(found) - most} more"] if len(found) > most else []
        return between.join([*found[:most], *left])
    if len(found) <= most:
        return listed(found)
    return f"{', '.join(found[:most])} and {len(found) - most} more"


def full(text: str) -> str:
    """Return a whole sentence: a capital first, one full stop at the end."""
    text = sentence(" ".join(text.split()))
    return text if text.endswith((".", "?", "!", "…", ".”", "?”")) else f"{text}."
