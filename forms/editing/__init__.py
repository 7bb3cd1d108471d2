"""Changes the JSON of a form as people say it, and says in words what its questions keep to."""
