"""What no linter can hold."""
