"""The wheel carries the built front end: whoever installs it needs no Node."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndHook(BuildHookInterface[BuilderConfig]):
    """Builds the front end before the wheel is packed."""

    # A build has no `typing.override` before Python 3.12; the arguments are hatch's.
    def initialize(  # type: ignore[explicit-override, unused-ignore]
        self,
        version: str,
        build_data: dict[str, Any],  # noqa: ARG002
    ) -> None:
        """Build; an editable installation leaves that to the Makefile."""
        if self.target_name == "wheel" and version != "editable":
            subprocess.run([sys.executable, Path(self.root, "api/islands/build.py")], check=True)
