"""Reads. Each takes the actor and filters in SQL: a list never holds what they may not see."""
