"""How differences call things: steps, roles, sides, people who are told, and settings."""

from collections.abc import Iterable

from engine.definitions import names
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.procedure import roles_in
from engine.definitions.recipients import Recipient, parse_recipients
from engine.english import listed, role_in_words, sentence
from engine.vocabulary import AgencySide, Role
from forms.feel.words import expression_in_words

SIDE_WORDS: dict[str, str] = {
    AgencySide.RAISING: "the raising agency",
    AgencySide.RECEIVING: "the receiving agency",
    AgencySide.BOTH: "both agencies together",
    AgencySide.EITHER: "either agency",
    AgencySide.EACH: "each agency for itself",
    AgencySide.REPORTER: "the agency of the person who reported or asked",
    AgencySide.SOCIAL_CARE: "Children’s Social Care",
    AgencySide.PARTNERSHIP: "the partnership’s office",
    "": "the partnership’s office",
}
_OF_SIDE = {AgencySide.BOTH: "both agencies", AgencySide.EACH: "each agency"}
_ROLES_ALONE = {
    Role.BUSINESS_MANAGER: "the Business Manager",
    Role.PROCEDURES_GROUP: "the procedures sub-group",
    Role.MANAGEMENT_COMMITTEE: "members of the management committee",
}
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


def role_words(role: str) -> str:
    """Return the people with a role: “line managers”, “the Business Manager”."""
    alone = _ROLES_ALONE.get(Role(role)) if role in set(Role) else None
    return alone or f"{role_in_words(role)}s"


def roles_words(text: str, edition: Edition) -> str:
    """Return the roles of a lane as `procedure.toml` writes them, in words."""
    if text.startswith("="):
        return f"whoever is named by {formula_words(text, edition)}"
    return listed([role_words(role) for role in roles_in(text)], "or") or "nobody"


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
    return people_words(found)


def people_words(recipients: Iterable[Recipient]) -> str:
    """Return recipients in words, those of one side together."""
    by_side: dict[AgencySide | None, list[str]] = {}
    for recipient in recipients:
        by_side.setdefault(recipient.side, []).append(role_words(recipient.role))
    groups = [
        f"{listed(people)} of {_OF_SIDE.get(side) or SIDE_WORDS[side]}" if side else listed(people)
        for side, people in by_side.items()
    ]
    return "; ".join(groups) if len(groups) > 2 else " and ".join(groups)  # noqa: PLR2004


def literal_of(text: str) -> str | None:
    """Return the text of `="…"` or of a text without formula; None for any other formula."""
    if not text.startswith("="):
        return text
    inner = text[1:].strip()
    is_plain = len(inner) > 1 and inner[0] == inner[-1] == '"' and '"' not in inner[1:-1]
    return inner[1:-1] if is_plain else None


def formula_words(text: str, edition: Edition) -> str:
    """Return an expression that begins with `=` in words; a text without it stays."""
    return expression_in_words(text[1:].strip(), edition) if text.startswith("=") else text


def value_words(text: str, edition: Edition) -> str:
    """Return a value that is handed over: an option by its label, a formula in words."""
    plain = literal_of(text)
    if plain is None:
        return formula_words(text, edition)
    label = edition.answer_anywhere(plain)
    return quoted(label or plain) if plain else NOTHING


def some_of(things: Iterable[str], most: int = 3) -> str:
    """Return the first few of a list: “a, b and 4 more”."""
    found = list(things)
    if len(found) <= most:
        return listed(found)
    return f"{', '.join(found[:most])} and {len(found) - most} more"


def full(text: str) -> str:
    """Return a whole sentence: a capital first, one full stop at the end."""
    text = sentence(" ".join(text.split()))
    return text if text.endswith((".", "?", "!", "…", ".”", "?”")) else f"{text}."
