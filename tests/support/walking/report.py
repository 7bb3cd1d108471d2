"""Says at the end of a run how often walks were made, and what they reached."""

import pytest

PROPERTY = "walks"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have recorded under `walks`; it also comes from other processes."""
    lines = [
        str(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == PROPERTY and getattr(report, "when", "") == "call"
    ]
    if lines:
        terminalreporter.section("random walks")
        for line in sorted(lines):
            terminalreporter.write_line(line)
