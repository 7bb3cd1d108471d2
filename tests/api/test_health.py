from dataclasses import replace

from api.app import create_app


def test_a_running_process_is_alive(concord):
    assert concord.browser().get("/livez").json == {"status": "alive"}


def test_with_a_current_database_it_is_ready(concord):
    answer = concord.browser().get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "obstacles": []}


def test_with_an_old_database_it_is_alive_but_not_ready(concord, tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    client = create_app(replace(concord.engine.settings, database_url=url)).test_client()
    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "concord database upgrade" in answer.json["obstacles"][0]


def test_without_its_database_it_is_not_ready(concord):
    url = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    client = create_app(replace(concord.engine.settings, database_url=url)).test_client()
    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["obstacles"] == ["the database cannot be reached"]
