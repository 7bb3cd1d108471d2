"""Runs process instances; knows no Flask and no HTTP."""
