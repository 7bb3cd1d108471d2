"""How people call what diagrams say: the same words for documentation and comparison."""
