import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPS = {
    "in the test": "import pytest\ndef test_it():\n    pytest.skip('no browser here')\n",
    "in the module": "import pytest\npytest.skip('no browser here', allow_module_level=True)\n",
}


def run_pytest(path, *, must_run):
    environment = {
        **os.environ,
        "CONCORD_TESTS_MUST_RUN": must_run,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(ROOT),
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        path,
        "-p",
        "tests.support.must_run",
        "-c",
        os.devnull,
    ]
    return subprocess.run(
        command, env=environment, cwd=path.parent, capture_output=True, check=False
    )


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS)
def test_a_skip_fails_where_everything_must_run(tmp_path, source):
    path = tmp_path / "test_skipping.py"
    path.write_text(source)
    result = run_pytest(path, must_run="1")
    assert result.returncode != 0
    assert b"Nothing may be skipped here. Skipped: no browser here" in result.stdout


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS)
def test_a_skip_is_a_skip_elsewhere(tmp_path, source):
    path = tmp_path / "test_skipping.py"
    path.write_text(source)
    assert b"1 skipped" in run_pytest(path, must_run="").stdout
