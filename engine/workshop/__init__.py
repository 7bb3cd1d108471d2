"""The workshop: procedures changed in drafts, reviewed by a second person, and published."""
