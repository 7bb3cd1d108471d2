"""A procedure as its `procedure.toml` describes it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

FILE_NAME = "procedure.toml"
_MAX_BYTES = 200_000
_MAX_LINE = 2_000
_MAX_TEXT = 200
_TABLE = re.compile(r"^(?=[ \t]*\[)", re.MULTILINE)
_EDITIONS = re.compile(r"[ \t]*\[\[[ \t]*editions[ \t]*\]\]")


class Fault(NamedTuple):
    """One thing that is wrong in the file, and what to do."""

    message: str
    remedy: str


class ProcedureRefusedError(ValueError):
    """A `procedure.toml` that cannot be used."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Carry every fault, not only the first."""
        self.faults = faults
        super().__init__(" ".join(fault.message for fault in faults))


class Stage(NamedTuple):
    """One stage of the procedure, in the order of the file."""

    id: str
    title: str


@dataclass(frozen=True)
class Procedure:
    """One edition of a procedure.

    `lane_roles` maps a lane's id to its roles, parted by semicolons, or for a called process to
    FEEL that begins with `=` and gives such a text.
    """

    key: str
    title: str
    partnership: str
    reference_prefix: str
    edition: str
    main: str
    clause_policy: str
    lane_roles: Mapping[str, str]
    stages: tuple[Stage, ...]
    closing_told_from: str = ""
    """The stage from which the business manager hears that a case was closed; empty: never."""
    finish_from: str = ""
    """The stage from which running cases should finish on their version; empty: none need to."""
    finish_why: str = ""
    """Why, as a sentence with its clause."""

    def should_finish(self, stage: str) -> bool:
        """Tell whether a case at a stage should finish on the version with which it began."""
        ids = [one.id for one in self.stages]
        if self.finish_from not in ids or stage not in ids:
            return False
        return ids.index(stage) >= ids.index(self.finish_from)


def roles_in(text: str) -> tuple[str, ...]:
    """Return the roles of a lane as `procedure.toml` writes them, parted by semicolons."""
    return tuple(role.strip() for role in text.split(";") if role.strip())


def read_procedure(source: bytes) -> Procedure:
    """Read a `procedure.toml` that has exactly one edition, as a bundle carries it.

    Raises:
        ProcedureRefusedError: with every fault that was found.
    """
    content = _parsed(source)
    faults = tuple(_faults(content))
    if faults:
        raise ProcedureRefusedError(faults)
    edition = content["editions"][0]
    return Procedure(
        key=content["key"],
        title=content["title"],
        partnership=content["partnership"],
        reference_prefix=content["reference_prefix"],
        edition=edition["edition"],
        main=edition["main"],
        clause_policy=edition.get("clause_policy", ""),
        lane_roles=MappingProxyType(content.get("lanes", {})),
        stages=tuple(Stage(stage["id"], stage["title"]) for stage in content.get("stages", [])),
        closing_told_from=content.get("closing", {}).get("business_manager_from", ""),
        finish_from=content.get("migration", {}).get("finish_from", ""),
        finish_why=content.get("migration", {}).get("why", ""),
    )


def narrowed_to_edition(source: bytes, edition: str) -> bytes:
    """Give the file with its other editions taken out, everything else as it was written.

    So a bundle does not change when the procedure gets another edition. A file that cannot be read
    comes back unchanged: the checks say what is wrong with it.
    """
    try:
        content = _parsed(source)
        kept = [e for e in content.pop("editions", []) if e.get("edition") == edition]
        blocks = _TABLE.split(source.decode())
        narrow = "".join(block for block in blocks if not _is_other_edition(block, edition))
        is_faithful = tomllib.loads(narrow) == content | ({"editions": kept} if kept else {})
    except (ProcedureRefusedError, AttributeError, TypeError, tomllib.TOMLDecodeError):
        return source
    return narrow.encode() if is_faithful else source


def _is_other_edition(block: str, edition: str) -> bool:
    if not _EDITIONS.match(block):
        return False
    return bool(tomllib.loads(block)["editions"][0].get("edition") != edition)


def _parsed(source: bytes) -> dict[str, Any]:
    # Reading the dotted keys of one giant line takes minutes.
    if len(source) > _MAX_BYTES or max(map(len, source.splitlines()), default=0) > _MAX_LINE:
        fault = Fault(
            f"{FILE_NAME} is too large, or has a line of more than {_MAX_LINE:,} characters.",
            "Keep in it only what the modelling guide shows.",
        )
        raise ProcedureRefusedError((fault,))
    try:
        return tomllib.loads(source.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        fault = Fault(
            f"{FILE_NAME} cannot be read: {str(error)[:200]}.",
            "Correct the file; the modelling guide shows an example.",
        )
        raise ProcedureRefusedError((fault,)) from None


def _faults(content: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _missing_texts(content, ("key", "title", "partnership", "reference_prefix"), "")
    editions = content.get("editions", [])
    if not _is_list_of_tables(editions) or len(editions) != 1:
        yield Fault(
            "The bundle must carry exactly one edition.",
            "Give every edition its own folder, and list it once under [[editions]].",
        )
    else:
        yield from _missing_texts(editions[0], ("edition", "main"), "[[editions]]: ")
    lanes = content.get("lanes", {})
    if not isinstance(lanes, dict) or not all(isinstance(role, str) for role in lanes.values()):
        yield Fault(
            "[lanes] is not a table of texts.", 'Write lines like Lane_Chair = "meeting-chair".'
        )
    yield from _closing_faults(content)
    yield from _migration_faults(content)
    stages = content.get("stages", [])
    if not _is_list_of_tables(stages):
        yield Fault("[[stages]] is not a list of tables.", "Write [[stages]], an id and a title.")
    else:
        for stage in stages:
            yield from _missing_texts(stage, ("id", "title"), "[[stages]]: ")


def _stage_ids(content: Mapping[str, Any]) -> list[Any]:
    stages = content.get("stages", [])
    return [stage.get("id") for stage in stages] if _is_list_of_tables(stages) else []


def _closing_faults(content: Mapping[str, Any]) -> Iterator[Fault]:
    closing, known = content.get("closing", {}), _stage_ids(content)
    if not isinstance(closing, dict) or closing.keys() - {"business_manager_from"}:
        yield Fault(
            "[closing] is not a table with business_manager_from.",
            'Write [closing], and below it business_manager_from = "S2".',
        )
    elif closing and closing["business_manager_from"] not in known:
        yield Fault("[closing]: business_manager_from names no stage.", "Write the id of a stage.")


def _migration_faults(content: Mapping[str, Any]) -> Iterator[Fault]:
    migration = content.get("migration", {})
    if not isinstance(migration, dict) or migration.keys() - {"finish_from", "why"}:
        yield Fault(
            "[migration] is not a table with finish_from and why.",
            'Write [migration], and below it finish_from = "S4" and why = "…".',
        )
    elif migration:
        yield from _missing_texts(migration, ("finish_from", "why"), "[migration]: ")
        if migration.get("finish_from") not in _stage_ids(content):
            yield Fault("[migration]: finish_from names no stage.", "Write the id of a stage.")


def _missing_texts(table: Mapping[str, Any], names: tuple[str, ...], place: str) -> Iterator[Fault]:
    for name in names:
        value = table.get(name)
        if not isinstance(value, str) or not value.strip():
            yield Fault(
                f"{place}{name} is missing, or is not a text.", f"Add {name} to {FILE_NAME}."
            )
        elif len(value) > _MAX_TEXT or not value.isprintable():
            yield Fault(
                f"{place}{name} is longer than {_MAX_TEXT} characters, or holds one that cannot "
                "be shown.",
                "Write a short text in one line.",
            )


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
