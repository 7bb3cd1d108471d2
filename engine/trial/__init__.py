"""Runs a procedure over a throw-away store with a clock that can be moved: scenarios."""
