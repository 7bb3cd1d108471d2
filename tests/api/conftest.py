from tests.support.app import concord, prepared_database

__all__ = ["concord", "prepared_database"]
