"""Who is who: partnerships, areas, agencies, people and their roles, changed by one verb each."""
