"""The YAML text of a scenario as a tree, within bounds: it may have come from anybody."""

import yaml

MOST_BYTES = 100_000
MOST_DEPTH = 20


class TextUnreadableError(ValueError):
    """The text is no YAML within the bounds; lines count from 1."""

    def __init__(self, line: int, message: str) -> None:
        """Say in which line, and what."""
        self.line = line
        super().__init__(message)


def read_tree(source: bytes) -> yaml.Node | None:
    """Return the tree of a scenario's text; None for an empty one.

    References (`*`) are refused: a few lines of them can stand for gigabytes.

    Raises:
        TextUnreadableError: it is too large, nested too deeply, or no YAML in UTF-8.
    """
    if len(source) > MOST_BYTES:
        raise TextUnreadableError(1, f"A scenario has at most {MOST_BYTES:,} characters.")
    try:
        text = source.decode()
        _hold_bounds(text)
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise TextUnreadableError(1, "This is no text in UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise TextUnreadableError(line, f"This is not YAML: {error.problem or error}.") from error
    except yaml.YAMLError as error:
        raise TextUnreadableError(1, f"This is not YAML: {error}.") from error


def _hold_bounds(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise TextUnreadableError(_line(event), "Write it out: references (*) are not read.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise TextUnreadableError(_line(event), "This is nested too deeply.")


def _line(event: yaml.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1
