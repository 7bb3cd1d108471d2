"""Small forms that together use everything a form can have, and what surrounds them."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from forms.definition import read_form

FOLDER = Path(__file__).parent
NOW = datetime(2026, 8, 28, 15, 0, tzinfo=UTC)
AGENCIES = [
    {"value": "reading-school", "label": "A school in Reading"},
    {"value": "reading-council", "label": "Reading Council"},
    {"value": "thames-police", "label": "Thames Police"},
]
CONTEXT = {
    "case_reference": "BRK-2026-0001",
    "raising_agency": "reading-school",
    "stage_started_at": "2026-08-27T09:00:30+00:00",
    "agency_options": AGENCIES,
    "person_options": [
        {"value": "p1", "label": "First person"},
        {"value": "p2", "label": "Second"},
    ],
    "late": False,
}
FUNCTIONS = {
    "now": lambda: NOW,
    "today": lambda: date(2026, 8, 28),
    "working day deadline": lambda start, days: start + timedelta(days=days),
    "agency of": {"7": "reading-school"}.get,
}
NAMES = ("disagreement", "meeting")


def example(name):
    """Return one of the example forms."""
    return read_form(name, (FOLDER / f"{name}.form").read_bytes())


def form_of(*components, key="form", **members):
    """Return a form of these components."""
    document = {"type": "default", "components": list(components), **members}
    return read_form(key, json.dumps(document).encode())


def question(kind="textfield", key="a", **members):
    """Return a component."""
    label = "dateLabel" if kind == "datetime" else "label"
    return {"type": kind, "id": f"C_{key}", "key": key, label: f"Question {key}", **members}


def options(*values):
    """Return options whose labels are their values."""
    return [{"value": value, "label": value.title()} for value in values]
