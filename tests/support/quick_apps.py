"""What hundreds of apps in one process need not do again: compile templates, and rules of URLs.

A test's app is its own in everything else. Both go in by the doors that Flask leaves open for it.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class KeptBytecode(BytecodeCache):
    """Compiled templates by what they are compiled from."""

    def __init__(self) -> None:
        """Begin empty."""
        self._kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, when its template has been compiled before."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled."""
        self._kept[bucket.key, bucket.checksum] = bucket.code


class KeptRule(Rule):
    """A rule whose way to build a URL is compiled once, whichever app it stands in."""

    _kept: ClassVar[dict[tuple[Any, ...], Builder]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002
        # All that the code is made of; the converters it takes from the rule when it runs.
        key = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in self._kept:
            self._kept[key] = super()._compile_builder(append_unknown)
        return self._kept[key]


Flask.url_rule_class = KeptRule
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": KeptBytecode()}
