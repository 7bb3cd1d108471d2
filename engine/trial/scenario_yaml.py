"""Writes a scenario as people write one: short lists on one line, times and words in quotes."""

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml
from typing_extensions import override

WIDTH: Final = 100
PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*( of [A-Za-z0-9_-]+)?")
SPOKEN: Final = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


class _Block(dict[str, Any]):
    """A mapping that is written over several lines, however short it is."""


class _Writer(yaml.SafeDumper):
    """Lists are indented, and mappings and lists of plain values stand on one line."""

    @override
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)

    @override
    def represent_mapping(
        self, tag: str, mapping: Any, flow_style: bool | None = None
    ) -> yaml.MappingNode:
        node = super().represent_mapping(tag, mapping, flow_style)
        is_short = all(isinstance(value, yaml.ScalarNode) for _, value in node.value)
        node.flow_style = is_short and not isinstance(mapping, _Block)
        return node

    @override
    def represent_sequence(
        self, tag: str, sequence: Any, flow_style: bool | None = None
    ) -> yaml.SequenceNode:
        node = super().represent_sequence(tag, sequence, flow_style)
        node.flow_style = all(isinstance(value, yaml.ScalarNode) for value in node.value)
        return node


def _write_text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_plain = PLAIN.fullmatch(text) is not None and text.lower() not in SPOKEN
    style = None if is_plain else '"'
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _write_text)
_Writer.add_representer(
    _Block, lambda writer, block: writer.represent_mapping("tag:yaml.org,2002:map", block)
)


def dump_scenario(document: Mapping[str, Any]) -> str:
    """Return a scenario as YAML; keys stay in their order."""
    steps = [_block(step) for step in document["steps"]]
    text: str = yaml.dump(
        _Block({**document, "steps": steps}),
        Dumper=_Writer,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
    )
    return text


def _block(step: Mapping[str, Any]) -> _Block:
    """Return a step with what it expects on lines of their own."""
    return _Block({key: _Block(part) if key == "expect" else part for key, part in step.items()})
