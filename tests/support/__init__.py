"""Fakes, real servers for tests, and fixtures. Nothing here patches our own code."""
