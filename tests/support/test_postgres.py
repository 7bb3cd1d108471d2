from sqlalchemy import create_engine, text

from engine.persistence.tables import METADATA
from tests.support.postgres import PostgresServer


def test_every_test_gets_a_database_of_its_own_with_all_tables(database_url):
    engine = create_engine(database_url)
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            assert connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar() == 0
    engine.dispose()


def test_a_socket_folder_stays_in_the_address():
    server = PostgresServer("postgresql://postgres:@/postgres?host=/tmp/data")
    assert server.url_of("case_1") == "postgresql+psycopg://postgres:@/case_1?host=/tmp/data"


def test_a_host_stays_in_the_address():
    server = PostgresServer("postgresql://tester:word@db.example:5433/postgres")
    assert server.url_of("case_1") == "postgresql+psycopg://tester:word@db.example:5433/case_1"
