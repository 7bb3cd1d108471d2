"""Copies of a whole database as one file, written and brought back by the database's own means."""
