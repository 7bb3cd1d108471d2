"""Bundles of diagrams, forms and clauses: read, checked, compiled and drawn."""
