"""What administrators do with running process instances: one or many, previewed, undone."""
