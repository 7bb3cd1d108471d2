"""Tells people: what a notice says, whom it reaches, and by which channels."""
