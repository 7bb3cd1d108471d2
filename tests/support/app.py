"""The whole app on a fresh database: demonstration people, Berkshire's procedure, log-in."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from api.extensions import engine_of
from api.startup import prepare
from engine.access import Actor
from engine.context import Engine
from engine.runtime.access_tokens import SCOPES, create_access_token
from engine.runtime.cases import StartedCase, start_case
from engine.runtime.completion import Completion
from engine.runtime.task_forms import open_form
from engine.runtime.user_tasks import complete_user_task
from engine.settings import Settings
from forms.suggestion import suggest_answers
from tests.support.directory import demo_actor
from tests.support.engine import quick

SETTINGS = Settings(secret_key="s" * 64, encryption_keys=("k1:" + "ab" * 32,), demo=True)
PASSWORD = "concord-demo"
CSRF_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class ApiClient:
    """A program that sends somebody's token."""

    client: FlaskClient
    token: str

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send a request to the API; header names with `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Authorization"] = f"Bearer {self.token}"
        return self.client.open(f"/v1{path}", method=method, json=body, headers=sent)

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read something."""
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send something."""
        return self.send("POST", path, {} if body is None else body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Replace something."""
        return self.send("PUT", path, {} if body is None else body, **headers)


@dataclass(frozen=True)
class ConcordApp:
    """The app with its engine, and people who use it."""

    app: Flask
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        """Take the app's engine."""
        object.__setattr__(self, "engine", engine_of(self.app))

    def actor(self, role: str, agency_key: str) -> Actor:
        """Return the demonstration's person with a role for an agency."""
        return demo_actor(self.engine, role, agency_key)

    def api(self, role: str, agency_key: str, *, scopes: tuple[str, ...] = SCOPES) -> ApiClient:
        """Return a program that acts for a person of the demonstration."""
        email = f"{role}@{agency_key}.example"
        created = create_access_token(self.engine, None, email, scopes=scopes)
        return ApiClient(self.app.test_client(), created.token)

    def start_case(
        self, role: str = "practitioner", agency_key: str = "reading-school"
    ) -> StartedCase:
        """Start a case in Reading."""
        return start_case(self.engine, self.actor(role, agency_key), area_key="reading")

    def answers_to(self, actor: Actor, user_task_id: UUID, **given: Any) -> dict[str, Any]:
        """Return the smallest valid answers to a task's form; what is given stands."""
        with self.engine.open_reading() as work:
            task = open_form(self.engine, work, actor, user_task_id)
            return suggest_answers(task.form, given, task.context, task.functions)

    def raise_case(self) -> Completion:
        """Raise a difference between the school and the council, without danger."""
        actor = self.actor("practitioner", "reading-school")
        task_id = self.start_case().user_task_id
        answers = self.answers_to(
            actor, task_id, immediate_harm="no", receiving_agency="reading-council"
        )
        return complete_user_task(self.engine, actor, task_id, answers)

    def browser(self, role: str = "", agency_key: str = "") -> FlaskClient:
        """Return a browser; with a role, one in which that person has logged in."""
        client = self.app.test_client()
        if role:
            answer = post_form(client, "/demo/login", {"email": f"{role}@{agency_key}.example"})
            assert answer.status_code == 302
        return client


def csrf_token(client: FlaskClient, page: str = "/login") -> str:
    """Return the token that a page gives to its forms."""
    answer = client.get(page, follow_redirects=True)
    found = CSRF_TOKEN.search(answer.get_data(as_text=True))
    assert found, f"{page} has no form"
    return found[1]


def post_form(
    client: FlaskClient, path: str, fields: dict[str, Any], *, page: str = "/login"
) -> TestResponse:
    """Send a form as a browser does, with the CSRF token of a page."""
    return client.post(path, data={"csrf_token": csrf_token(client, page), **fields})


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file as it is after the first start, to copy."""
    path = tmp_path_factory.mktemp("prepared") / "concord.db"
    app = create_app(replace(SETTINGS, database_url=f"sqlite:///{path}"))
    quick(engine_of(app).database)
    prepare(app)
    engine_of(app).database.engine.dispose()
    return path


@pytest.fixture
def concord(prepared_database: Path, tmp_path: Path) -> Iterator[ConcordApp]:
    """Return the app on a database of its own."""
    path = tmp_path / "concord.db"
    shutil.copy(prepared_database, path)
    app = create_app(replace(SETTINGS, database_url=f"sqlite:///{path}"))
    quick(engine_of(app).database)
    yield ConcordApp(app)
    engine_of(app).database.engine.dispose()
