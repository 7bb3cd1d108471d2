"""Random people walk a procedure to its end; whatever they do, the invariants hold."""
