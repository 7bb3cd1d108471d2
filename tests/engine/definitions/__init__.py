"""Tests of bundles, checks and drawings."""
